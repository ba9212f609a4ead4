import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { EmailField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { Button } from '../ui/Button.tsx'
import { loadClient } from './load-client.ts'
import type { GoTo } from './use-view.ts'
import { View } from './View.tsx'

interface ForgotViewProps {
  email: string | undefined
  goTo: GoTo
}

/** Asks for a mail with a link to choose a new password. */
export function ForgotView({ email: known, goTo }: ForgotViewProps) {
  const { i18n } = useLingui()
  const [isSent, setSent] = useState(false)
  const back = (
    <Button look="quiet" onClick={() => goTo('doors')}>
      <Trans>Back to sign-in</Trans>
    </Button>
  )

  if (isSent) {
    return (
      <View takesFocus title={<Trans>Open the mail</Trans>}>
        <p>
          <Trans>
            If there is an account with this address, a mail is on its way. Open its link within 30
            minutes and choose a new password.
          </Trans>
        </p>
        <div>{back}</div>
      </View>
    )
  }
  return (
    <View title={<Trans>Forgotten your password?</Trans>}>
      <p>
        <Trans>You get a mail with a link, by which you choose a new one.</Trans>
      </p>
      <AccountForm
        words={<Trans>Send the mail</Trans>}
        actions={back}
        onSend={async ({ email = '' }) => {
          await (await loadClient()).requestPasswordReset({ email }, { language: i18n.locale })
          setSent(true)
        }}
      >
        {(errors) => <EmailField errors={errors} known={known} />}
      </AccountForm>
    </View>
  )
}
