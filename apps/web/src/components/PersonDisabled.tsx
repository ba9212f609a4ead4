import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditEvent } from '@vestibule/client'
import { personAuditQuery } from '../api/person-queries.ts'
import { Notice } from '../ui/Notice.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'

interface PersonDisabledProps {
  id: string
  /** Whether who looks may know who did it. */
  mayReadAudit: boolean
}

/** Says before anything else that somebody cannot sign in, and who decided so. */
export function PersonDisabled({ id, mayReadAudit }: PersonDisabledProps) {
  return (
    <Notice
      tone="warn"
      title={<Trans>This account is disabled: nobody can sign in with it.</Trans>}
    >
      {mayReadAudit && (
        <p>
          <Who id={id} />
        </p>
      )}
    </Notice>
  )
}

/** One line in each case, so that nothing below it moves. */
function Who({ id }: { id: string }) {
  const { data, isPending, hasNextPage } = useInfiniteQuery(personAuditQuery(id))
  if (isPending) return <Skeleton width="60%" height={1} />
  const last = data?.pages.flatMap(({ items }) => items).find(hasSwitched)
  if (last?.action === 'account.disable') {
    return (
      <Trans>
        Disabled by <bdi>{last.actor.name}</bdi>, <Time at={last.at} />.
      </Trans>
    )
  }
  return hasNextPage ? (
    <Trans>The last entries of the audit do not tell who did it.</Trans>
  ) : (
    <Trans>It was not disabled from here.</Trans>
  )
}

function hasSwitched({ action, outcome }: AuditEvent): boolean {
  const hasChanged = outcome === 'succeeded' || outcome === 'willBeReverted'
  return hasChanged && (action === 'account.disable' || action === 'account.enable')
}
