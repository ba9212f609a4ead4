import { Trans } from '@lingui/react/macro'
import { CurrentPasswordField, EmailField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { loadClient } from './load-client.ts'
import type { Device } from './read-device.ts'
import { View } from './View.tsx'

interface AgainViewProps {
  device: Device
  returnTo: string
}

/** For who is signed in by password, and wants to do what needs a sign-in of just now. */
export function AgainView({ device: { door, hint }, returnTo }: AgainViewProps) {
  return (
    <View title={<Trans>Give your password once more</Trans>}>
      <p>
        <Trans>
          What you wanted to do needs a recent sign-in. After it you come straight back; nothing was
          changed yet.
        </Trans>
      </p>
      <AccountForm
        words={<Trans>Sign in</Trans>}
        onSend={async ({ email = '', password = '' }) => {
          await (await loadClient()).signInLocally({ email, password })
          location.replace(returnTo)
        }}
      >
        {(errors) => (
          <>
            <EmailField errors={errors} known={door === 'local' ? hint : undefined} />
            <CurrentPasswordField errors={errors} />
          </>
        )}
      </AccountForm>
    </View>
  )
}
