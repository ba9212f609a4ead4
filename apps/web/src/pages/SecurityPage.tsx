import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { sessionsQuery } from '../api/queries.ts'
import { Loaded } from '../components/Loaded.tsx'
import { SessionList } from '../components/SessionList.tsx'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './SecurityPage.module.css'

export function SecurityPage() {
  const query = useQuery(sessionsQuery)
  return (
    <div className={css.page}>
      <Section title={<Trans>Where you are signed in</Trans>}>
        <Loaded query={query} skeleton={<SessionsSkeleton />}>
          {({ items }) => <SessionList sessions={items} />}
        </Loaded>
      </Section>
    </div>
  )
}

function SessionsSkeleton() {
  return (
    <div className={css.waiting} aria-hidden="true">
      <div className={css.lead}>
        <Skeleton width={34} />
        <Skeleton width={26} />
      </div>
      {['a', 'b'].map((row) => (
        <div key={row} className={css.row}>
          <Skeleton round width={1.25} height={1.25} />
          <div className={css.words}>
            <Skeleton width={10} />
            <Skeleton width={30} />
          </div>
        </div>
      ))}
    </div>
  )
}
