import { Trans } from '@lingui/react/macro'
import { useState } from 'react'
import { NewPasswordField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { Button } from '../ui/Button.tsx'
import { BrokenLink } from './BrokenLink.tsx'
import { loadClient } from './load-client.ts'
import type { GoTo } from './use-view.ts'
import { View } from './View.tsx'

interface ResetViewProps {
  /** Of the mail's link. */
  token: string | undefined
  goTo: GoTo
}

/** Where the mail of a forgotten password leads. */
export function ResetView({ token, goTo }: ResetViewProps) {
  const [isDone, setDone] = useState(false)
  if (isDone) {
    return (
      <View takesFocus title={<Trans>Your password is changed</Trans>}>
        <p>
          <Trans>You are signed out everywhere. Sign in with the new one.</Trans>
        </p>
        <div>
          <Button look="primary" onClick={() => goTo('doors')}>
            <Trans>Sign in now</Trans>
          </Button>
        </div>
      </View>
    )
  }
  if (token === undefined) return <BrokenLink goTo={goTo} />
  return (
    <View title={<Trans>Choose a new password</Trans>}>
      <AccountForm
        words={<Trans>Change password</Trans>}
        onSend={async ({ newPassword = '' }) => {
          await (await loadClient()).resetPassword({ token, newPassword })
          setDone(true)
        }}
      >
        {(errors) => <NewPasswordField errors={errors} label={<Trans>New password</Trans>} />}
      </AccountForm>
    </View>
  )
}
