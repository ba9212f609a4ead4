import { Trans } from '@lingui/react/macro'
import { RadioGroup } from '../ui/RadioGroup.tsx'
import { TextField } from '../ui/TextField.tsx'
import { useIdentity } from './identity.tsx'

/** As whom a request is sent: whoever is signed in with this browser, or whoever a token is of. */
export function IdentityChoice({ isMissing }: { isMissing: boolean }) {
  const { kind, token, setKind, setToken } = useIdentity()
  return (
    <>
      <RadioGroup
        legend={<Trans>Sent with</Trans>}
        options={[
          { value: 'session', words: <Trans>This browser’s session</Trans> },
          { value: 'token', words: <Trans>A bearer token</Trans> },
        ]}
        value={kind}
        onChange={setKind}
      />
      {kind === 'token' && (
        <TextField
          field="bearer"
          type="password"
          label={<Trans>Bearer token</Trans>}
          hint={<Trans>Stays in the memory of this page and goes to this server alone.</Trans>}
          error={isMissing && <Trans>Paste a token, or use the session.</Trans>}
          value={token}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setToken(event.target.value)}
        />
      )}
    </>
  )
}
