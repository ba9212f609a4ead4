import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { toOtherLogin } from '../routes.ts'
import { Identifier } from '../ui/Identifier.tsx'
import { Notice } from '../ui/Notice.tsx'
import type { SignInFailure } from './read-sign-in-failure.ts'
import css from './SignInPage.module.css'
import { SIGN_IN_TEXTS } from './sign-in-texts.ts'

interface SignInFailureCardProps {
  failure: SignInFailure
  returnTo: string
}

/** Why nobody was signed in, and what to do. Loaded only where something went wrong. */
export function SignInFailureCard({
  failure: { code, reference, aadsts, retryAfterSeconds },
  returnTo,
}: SignInFailureCardProps) {
  const { t } = useLingui()
  // The server says it once, and in no address.
  const { account } = document.documentElement.dataset
  const { title, advice } = SIGN_IN_TEXTS[code]
  return (
    <Notice tone="bad" urgent title={t(title)}>
      {code === 'tenant_not_allowed' && account && (
        <p>
          <Trans>
            Microsoft signed you in as <bdi>{account}</bdi>.
          </Trans>{' '}
          <a href={toOtherLogin(returnTo)}>
            <Trans>Use another account</Trans>
          </a>
        </p>
      )}
      <p>{t(advice)}</p>
      {retryAfterSeconds && (
        <p>
          <Pause seconds={retryAfterSeconds} />
        </p>
      )}
      {aadsts && (
        <p className={css.reference}>
          <Trans>Microsoft’s code: AADSTS{aadsts}</Trans>
        </p>
      )}
      {reference && (
        <p className={css.reference}>
          <Trans>Reference to quote:</Trans>{' '}
          <Identifier value={reference} copyLabel={t`Copy reference`} />
        </p>
      )}
    </Notice>
  )
}

/** Whoever waits for minutes looks at no seconds. */
function Pause({ seconds }: { seconds: number }) {
  return seconds < 90 ? (
    <Plural value={seconds} one="Try again in # second." other="Try again in # seconds." />
  ) : (
    <Plural
      value={Math.ceil(seconds / 60)}
      one="Try again in # minute."
      other="Try again in # minutes."
    />
  )
}
