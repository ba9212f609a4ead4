import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { AccentChoice } from '../components/AccentChoice.tsx'
import { EmailField, NameField, NewPasswordField } from '../components/AccountFields.tsx'
import { AccountForm } from '../components/AccountForm.tsx'
import { Button } from '../ui/Button.tsx'
import { loadClient } from './load-client.ts'
import type { GoTo } from './use-view.ts'
import { View } from './View.tsx'

interface RegisterViewProps {
  returnTo: string
  email: string | undefined
  goTo: GoTo
}

/** Makes an account with e-mail and password. */
export function RegisterView({ returnTo, email: known, goTo }: RegisterViewProps) {
  const { i18n } = useLingui()
  const { accent, choose } = useAccentPreview()
  const [mailedTo, setMailedTo] = useState<string>()

  const register = async (values: Record<string, string>) => {
    const { displayName = '', email = '', newPassword: password = '' } = values
    const me = await (await loadClient()).registerLocalAccount(
      { displayName, email, password, accentColor: accent },
      { language: i18n.locale },
    )
    if (me) location.replace(returnTo)
    else setMailedTo(email)
  }

  if (mailedTo !== undefined) return <MailSent to={mailedTo} />
  return (
    <View title={<Trans>Create your account</Trans>}>
      <AccountForm
        words={<Trans>Create account</Trans>}
        onSend={register}
        actions={
          <Button look="quiet" onClick={() => goTo('doors')}>
            <Trans>I have an account already</Trans>
          </Button>
        }
      >
        {(errors) => (
          <>
            <NameField errors={errors} />
            <EmailField errors={errors} known={known} />
            <NewPasswordField errors={errors} />
            <AccentChoice
              legend={<Trans>Favourite colour</Trans>}
              value={accent}
              onChange={choose}
            />
          </>
        )}
      </AccountForm>
    </View>
  )
}

/** Where addresses are verified: all else is in the mail. */
function MailSent({ to }: { to: string }) {
  return (
    <View takesFocus title={<Trans>Open the mail</Trans>}>
      <p>
        <Trans>
          A mail is on its way to <bdi>{to}</bdi>. Open its link within 24 hours and enter the
          password that you have just chosen.
        </Trans>
      </p>
    </View>
  )
}

type Accent = Parameters<typeof AccentChoice>[0]['value']

/** Shows the page in a colour while it is only thought of. */
function useAccentPreview() {
  const { dataset } = document.documentElement
  const [accent, setAccent] = useState<Accent>(() => toAccent(dataset.accent))
  const before = useRef(dataset.accent)

  useEffect(() => {
    const kept = before.current
    return () => {
      if (kept === undefined) delete dataset.accent
      else dataset.accent = kept
    }
  }, [dataset])

  const choose = (chosen: Accent) => {
    setAccent(chosen)
    dataset.accent = chosen
  }
  return { accent, choose }
}

function toAccent(name: string | undefined): Accent {
  return name === 'green' || name === 'grey' ? name : 'blue'
}
