import { Trans } from '@lingui/react/macro'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'

export function SignOutFailure({ onRetry }: { onRetry: () => void }) {
  return (
    <Notice
      tone="bad"
      urgent
      title={<Trans>You are still signed in.</Trans>}
      actions={
        <Button onClick={onRetry}>
          <Trans>Try to sign out again</Trans>
        </Button>
      }
    >
      <p>
        <Trans>
          The server did not confirm the sign-out. On a shared computer, do not leave yet.
        </Trans>
      </p>
    </Notice>
  )
}
