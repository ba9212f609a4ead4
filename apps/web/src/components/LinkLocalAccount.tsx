import { Trans } from '@lingui/react/macro'
import { client } from '../api/client.ts'
import { unlessSignedOut } from '../api/unless-signed-out.ts'
import { Button } from '../ui/Button.tsx'
import { CurrentPasswordField, EmailField } from './AccountFields.tsx'
import { AccountForm } from './AccountForm.tsx'
import { useAccountChange } from './use-account-change.ts'

interface LinkLocalAccountProps {
  /** The address that the account may have. */
  email: string | undefined
  onDone: () => void
  onCancel: () => void
}

/** For who came in by Microsoft: joins the local account whose password they know. */
export function LinkLocalAccount({ email: known, onDone, onCancel }: LinkLocalAccountProps) {
  const link = useAccountChange((account: { email: string; password: string }) =>
    client.linkLocalAccount(account),
  )
  return (
    <AccountForm
      takesFocus
      words={<Trans>Link</Trans>}
      actions={
        <Button onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      }
      onSend={async ({ email = '', password = '' }) => {
        await unlessSignedOut(link.mutateAsync({ email, password }))
        onDone()
      }}
    >
      {(errors) => (
        <>
          <EmailField errors={errors} known={known} />
          <CurrentPasswordField errors={errors} />
        </>
      )}
    </AccountForm>
  )
}
