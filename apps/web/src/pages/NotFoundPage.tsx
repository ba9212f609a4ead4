import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { PATHS } from '../routes.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

export function NotFoundPage() {
  return (
    <EmptyState
      title={<Trans>There is no page at this address.</Trans>}
      action={
        <Link to={PATHS.profile}>
          <Trans>Go to your profile</Trans>
        </Link>
      }
    >
      <Trans>The link may be wrong, or the page may have moved.</Trans>
    </EmptyState>
  )
}
