import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import { sessionsQuery } from '../api/queries.ts'
import { Loaded } from '../components/Loaded.tsx'
import { SessionList } from '../components/SessionList.tsx'
import { PATHS } from '../routes.ts'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './SecurityPage.module.css'

const route = getRouteApi(PATHS.security)

export function SecurityPage() {
  const query = useQuery(sessionsQuery)
  const { end } = route.useSearch()
  useBareAddress(query.isSuccess)
  return (
    <div className={css.page}>
      <Section title={<Trans>Where you are signed in</Trans>}>
        <Loaded query={query} skeleton={<SessionsSkeleton />}>
          {({ items }) => <SessionList sessions={items} asksToEndOthers={end === 'others'} />}
        </Loaded>
      </Section>
    </div>
  )
}

/** Takes the act out of the address once it was asked for: neither a reload nor Back asks again. */
function useBareAddress(isShown: boolean): void {
  const { end } = route.useSearch()
  const navigate = route.useNavigate()
  useEffect(() => {
    if (isShown && end) void navigate({ search: {}, replace: true, resetScroll: false })
  }, [isShown, end, navigate])
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
