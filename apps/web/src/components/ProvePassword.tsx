import { Trans } from '@lingui/react/macro'
import { client } from '../api/client.ts'
import { toLink } from '../routes.ts'
import { CurrentPasswordField, KnownEmail } from './AccountFields.tsx'
import { AccountForm } from './AccountForm.tsx'

interface ProvePasswordProps {
  email: string
  /** Where linking is to lead. */
  returnTo: string
}

/** Asks for the password once more, which was given too long ago to link a Microsoft account on it. */
export function ProvePassword({ email, returnTo }: ProvePasswordProps) {
  return (
    <>
      <p>
        <Trans>To link a Microsoft account, give your password once more.</Trans>
      </p>
      <AccountForm
        takesFocus
        words={<Trans>Continue to Microsoft</Trans>}
        // Not by React Query, which takes a wrong password for a session that is over.
        onSend={async ({ password = '' }) => {
          await client.signInLocally({ email, password })
          location.assign(toLink(returnTo))
        }}
      >
        {(errors) => (
          <>
            <KnownEmail email={email} />
            <CurrentPasswordField errors={errors} />
          </>
        )}
      </AccountForm>
    </>
  )
}
