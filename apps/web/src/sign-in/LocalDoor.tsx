import { Trans } from '@lingui/react/macro'
import { CurrentPasswordField, EmailField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { Button } from '../ui/Button.tsx'
import { DoorHeading } from './DoorHeading.tsx'
import css from './LocalDoor.module.css'
import { loadClient } from './load-client.ts'
import type { Device } from './read-device.ts'
import { SignInLink } from './SignInLink.tsx'
import type { GoTo } from './use-view.ts'

interface LocalDoorProps {
  returnTo: string
  device: Device
  /** What was typed in another view. */
  email: string | undefined
  goTo: GoTo
}

export function LocalDoor({ returnTo, device, email, goTo }: LocalDoorProps) {
  const isLast = device.door === 'local'
  const signIn = async (values: Record<string, string>) => {
    const { email = '', password = '' } = values
    await (await loadClient()).signInLocally({
      email,
      password,
      rememberMe: 'rememberMe' in values,
    })
    location.replace(returnTo)
  }
  return (
    <div className={css.door}>
      <DoorHeading isLast={isLast}>
        <Trans>E-mail and password</Trans>
      </DoorHeading>
      <AccountForm
        words={<Trans>Sign in</Trans>}
        onSend={signIn}
        // It is here by the time that something is sent; if not, that is told then.
        onBegin={() => void loadClient().catch(() => {})}
      >
        {(errors) => (
          <>
            <EmailField errors={errors} known={email ?? (isLast ? device.hint : undefined)} />
            <CurrentPasswordField errors={errors} />
            <div className={css.more}>
              <label className={css.remember}>
                <input type="checkbox" name="rememberMe" />
                <Trans>Remember me</Trans>
              </label>
              {device.hasMail && (
                <SignInLink to="forgot" returnTo={returnTo} goTo={goTo}>
                  <Trans>Forgotten your password?</Trans>
                </SignInLink>
              )}
            </div>
          </>
        )}
      </AccountForm>
      {device.registration !== 'off' && (
        <p className={css.newcomer}>
          <Trans>New here?</Trans>
          <Button onClick={() => goTo('register')}>
            <Trans>Create account</Trans>
          </Button>
        </p>
      )}
    </div>
  )
}
