import { Trans, useLingui } from '@lingui/react/macro'
import { client } from '../api/client.ts'
import { unlessSignedOut } from '../api/unless-signed-out.ts'
import { Button } from '../ui/Button.tsx'
import { CurrentPasswordField, KnownEmail, NewPasswordField } from './AccountFields.tsx'
import { AccountForm } from './AccountForm.tsx'
import { useAccountChange } from './use-account-change.ts'

interface ChangePasswordProps {
  email: string
  onDone: () => void
  onCancel: () => void
}

export function ChangePassword({ email, onDone, onCancel }: ChangePasswordProps) {
  const { i18n } = useLingui()
  const change = useAccountChange((given: { currentPassword: string; newPassword: string }) =>
    client.changePassword(given, { language: i18n.locale }),
  )
  return (
    <AccountForm
      takesFocus
      words={<Trans>Change password</Trans>}
      actions={
        <Button onClick={onCancel}>
          <Trans>Cancel</Trans>
        </Button>
      }
      onSend={async ({ password: currentPassword = '', newPassword = '' }) => {
        await unlessSignedOut(change.mutateAsync({ currentPassword, newPassword }))
        onDone()
      }}
    >
      {(errors) => (
        <>
          <KnownEmail email={email} />
          <CurrentPasswordField errors={errors} label={<Trans>Current password</Trans>} />
          <NewPasswordField errors={errors} label={<Trans>New password</Trans>} />
        </>
      )}
    </AccountForm>
  )
}
