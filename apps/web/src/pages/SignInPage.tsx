import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { Farewell } from '../farewell.ts'
import { isSignInPage, PATHS, toBareSignIn, toLogin } from '../routes.ts'
import { Identifier } from '../ui/Identifier.tsx'
import { Mark } from '../ui/Mark.tsx'
import { MicrosoftLogo } from '../ui/MicrosoftLogo.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { SignInFailure } from './read-sign-in-failure.ts'
import css from './SignInPage.module.css'
import { SIGN_IN_TEXTS } from './sign-in-texts.ts'

interface SignInPageProps {
  /** Where sign-in leads: a path of this origin. */
  returnTo: string
  failure: SignInFailure | undefined
  farewell: Farewell | undefined
}

export function SignInPage({ returnTo, failure: given, farewell }: SignInPageProps) {
  const { t } = useLingui()
  const [failure, setFailure] = useState(given)
  const [isOpening, setOpening] = useState(false)

  useEffect(() => {
    document.title = t`Sign in – Vestibule`
    // Back brings the page as it was left, with its door shut.
    const reopen = () => setOpening(false)
    addEventListener('pageshow', reopen)
    return () => removeEventListener('pageshow', reopen)
  }, [t])

  const open = () => {
    if (isOpening) return
    setOpening(true)
    setFailure(undefined)
    // So that Back does not tell of it again.
    if (isSignInPage(location)) history.replaceState(null, '', toBareSignIn(returnTo))
    location.assign(toLogin(returnTo))
  }

  return (
    <main className={css.page}>
      <div className={css.desk}>
        <div className={css.brand}>
          <Mark size={28} />
          <span>Vestibule</span>
        </div>
        <h1>
          <Trans>Sign in</Trans>
        </h1>
        {failure ? (
          <FailureCard failure={failure} />
        ) : (
          <Welcome returnTo={returnTo} farewell={farewell} />
        )}
        <button type="button" className={css.door} aria-disabled={isOpening} onClick={open}>
          <MicrosoftLogo />
          <Trans>Sign in with Microsoft</Trans>
        </button>
        <p className={css.quiet}>
          <Trans>Use your work or school account. Your tokens stay on the server.</Trans>
        </p>
      </div>
    </main>
  )
}

function FailureCard({ failure: { code, reference } }: { failure: SignInFailure }) {
  const { t } = useLingui()
  const { title, advice } = SIGN_IN_TEXTS[code]
  return (
    <Notice tone="bad" urgent title={t(title)}>
      <p>{t(advice)}</p>
      {reference && (
        <p className={css.reference}>
          <Trans>Reference to quote:</Trans>{' '}
          <Identifier value={reference} copyLabel={t`Copy reference`} />
        </p>
      )}
    </Notice>
  )
}

function Welcome({ returnTo, farewell }: { returnTo: string; farewell: Farewell | undefined }) {
  if (farewell === 'signed-out') {
    return <Notice tone="ok" title={<Trans>You are signed out.</Trans>} />
  }
  if (farewell === 'session-ended') {
    return (
      <Notice tone="info" title={<Trans>Your session has ended.</Trans>}>
        <p>
          <Trans>Sign in again and you go on where you were.</Trans>
        </p>
      </Notice>
    )
  }
  return (
    <p className={css.lead}>
      {returnTo === PATHS.profile ? (
        <Trans>See who you are here, what your tokens say and who else is in your directory.</Trans>
      ) : (
        <Trans>The page you asked for opens once you are signed in.</Trans>
      )}
    </p>
  )
}
