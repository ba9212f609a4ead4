import { Trans } from '@lingui/react/macro'
import { CurrentPasswordField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { BrokenLink } from './BrokenLink.tsx'
import { loadClient } from './load-client.ts'
import type { GoTo } from './use-view.ts'
import { View } from './View.tsx'

interface VerifyViewProps {
  /** Of the mail's link. */
  token: string | undefined
  returnTo: string
  goTo: GoTo
}

/** Where the mail of a registration leads. The password shows that it was the reader who registered. */
export function VerifyView({ token, returnTo, goTo }: VerifyViewProps) {
  if (token === undefined) return <BrokenLink goTo={goTo} />
  return (
    <View title={<Trans>Confirm your address</Trans>}>
      <p>
        <Trans>
          Enter the password that you chose when you registered. Then you are signed in.
        </Trans>
      </p>
      <AccountForm
        words={<Trans>Confirm</Trans>}
        onSend={async ({ password = '' }) => {
          await (await loadClient()).confirmRegistration({ token, password })
          location.replace(returnTo)
        }}
      >
        {(errors) => <CurrentPasswordField errors={errors} />}
      </AccountForm>
    </View>
  )
}
