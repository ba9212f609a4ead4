import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { everybodyQuery } from '../api/queries.ts'
import type { People } from '../api/use-people.ts'
import { Time } from '../ui/Time.tsx'
import { useNow } from '../ui/use-now.ts'
import css from './UsersCount.module.css'

/** What is kept on the server is renewed every minute or so; this much behind, something hinders it. */
const OLD_MS = 5 * 60_000

interface UsersCountProps {
  people: People | undefined
  /** A search or a filter counts. */
  isNarrowed: boolean
  isSearching: boolean
}

/** How many people there are, and of when that is. */
export function UsersCount({ people, isNarrowed, isSearching }: UsersCountProps) {
  return (
    <div className={css.count}>
      <p role="status">
        {isSearching ? (
          <Trans>Searching…</Trans>
        ) : (
          people && <Words people={people} isNarrowed={isNarrowed} />
        )}
      </p>
      {people?.source === 'mirror' && <Age asOf={people.asOf} />}
    </div>
  )
}

function Words({ people, isNarrowed }: { people: People; isNarrowed: boolean }) {
  const { i18n } = useLingui()
  const { count, total, source } = people
  const isKept = source === 'mirror'
  const { data: everybody } = useQuery({ ...everybodyQuery, enabled: isKept && isNarrowed })
  if (isKept && isNarrowed && typeof everybody === 'number') {
    return (
      <Trans>
        <Plural value={everybody} one="# person" other="# people" />,{' '}
        <Plural value={count} one="# matches" other="# match" />
      </Trans>
    )
  }
  if (count === 0) return <Trans>Nobody</Trans>
  if (isKept) return <Plural value={count} one="# person" other="# people" />
  if (total === null) return <Plural value={count} one="# person shown" other="# people shown" />
  return (
    <Trans>
      {i18n.number(count)} of <Plural value={total} one="# person" other="# people" /> shown
    </Trans>
  )
}

/** Not in the status: it would be said anew whenever the list is renewed. */
function Age({ asOf }: { asOf: string }) {
  const isOld = useNow() - Date.parse(asOf) > OLD_MS
  if (!isOld) {
    return (
      <span>
        <Trans>
          as of <Time at={asOf} look="clock" />
        </Trans>
      </span>
    )
  }
  return (
    <span role="status" className={css.old}>
      <TriangleAlert size={14} aria-hidden="true" />
      <span>
        <Trans>
          as of <Time at={asOf} look="clock" />, not renewed since
        </Trans>
      </span>
    </span>
  )
}
