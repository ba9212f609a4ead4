import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { meQuery, sessionsQuery } from '../api/queries.ts'
import { Loaded } from '../components/Loaded.tsx'
import { SessionList } from '../components/SessionList.tsx'
import { WaysIn } from '../components/WaysIn.tsx'
import { PATHS } from '../routes.ts'
import type { SecuritySearch } from '../security-search.ts'
import { Section } from '../ui/Section.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import css from './SecurityPage.module.css'

const route = getRouteApi(PATHS.security)

export function SecurityPage() {
  const me = useQuery(meQuery)
  const sessions = useQuery(sessionsQuery)
  const asked = useAsked(me.isSuccess && sessions.isSuccess)
  return (
    <div className={css.page}>
      <Section title={<Trans>Ways to sign in</Trans>}>
        <Loaded query={me} skeleton={<WaysSkeleton />}>
          {(person) => <WaysIn me={person} asked={asked} />}
        </Loaded>
      </Section>
      <Section title={<Trans>Where you are signed in</Trans>}>
        <Loaded query={sessions} skeleton={<SessionsSkeleton />}>
          {({ items }) => <SessionList sessions={items} asksToEndOthers={asked.end === 'others'} />}
        </Loaded>
      </Section>
    </div>
  )
}

/** What the address asks for, once: it is taken out of it, so neither a reload nor Back asks again. */
function useAsked(isShown: boolean): SecuritySearch {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [asked] = useState(search)
  const isBare = Object.keys(search).length === 0
  useEffect(() => {
    if (isShown && !isBare) void navigate({ search: {}, replace: true, resetScroll: false })
  }, [isShown, isBare, navigate])
  return asked
}

function WaysSkeleton() {
  return (
    <div className={css.waiting} aria-hidden="true">
      {['a', 'b'].map((row) => (
        <div key={row} className={css.row}>
          <Skeleton round width={1.25} height={1.25} />
          <div className={css.words}>
            <Skeleton width={10} />
            <Skeleton width={20} />
          </div>
        </div>
      ))}
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
