import { Plural, Trans } from '@lingui/react/macro'
import type { Setup } from '@vestibule/client'
import { Notice } from '../ui/Notice.tsx'

type Credential = Setup['credential']

/** Says that the credential has to be changed, before or after nobody can sign in with it. */
export function SetupCredentialNotice({ credential }: { credential: Credential }) {
  const { kind, state, daysLeft } = credential
  if (state === 'ok') return null
  if (state === 'expired') {
    return (
      <Notice tone="bad" title={<Trans>The application’s credential has expired.</Trans>}>
        <p>
          <Trans>Nobody can sign in until it is replaced.</Trans> <Replacing kind={kind} />
        </p>
      </Notice>
    )
  }
  return (
    <Notice
      tone="warn"
      title={
        daysLeft === null ? (
          <Trans>The application’s credential expires soon.</Trans>
        ) : (
          <Plural
            value={daysLeft}
            one="The application’s credential expires in # day."
            other="The application’s credential expires in # days."
          />
        )
      }
    >
      <p>
        <Replacing kind={kind} />
      </p>
    </Notice>
  )
}

function Replacing({ kind }: Pick<Credential, 'kind'>) {
  if (kind === 'secret') {
    return (
      <Trans>
        Make a new secret in the app registration and give it to Vestibule; then the old one can go.
      </Trans>
    )
  }
  return (
    <Trans>
      <code>pnpm cli keys certificate</code> makes a new pair: register its certificate, then the
      old one can go.
    </Trans>
  )
}
