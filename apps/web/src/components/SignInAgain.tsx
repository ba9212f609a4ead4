import { Trans } from '@lingui/react/macro'
import type { SignInProblem } from '../api/sign-in-problem.ts'
import { toReturnTo, toSignInAgain } from '../routes.ts'
import { Button } from '../ui/Button.tsx'

interface SignInAgainProps {
  problem: SignInProblem
  /** Where it leads back to; this very address unless given. */
  returnTo?: string | undefined
  look?: 'plain' | 'primary'
}

/** The way on where a sign-in is what is missing. */
export function SignInAgain({ problem, returnTo, look = 'primary' }: SignInAgainProps) {
  const open = () => {
    location.assign(toSignInAgain(problem.signInUrl, returnTo ?? toReturnTo(location)))
  }
  return (
    <Button look={look} onClick={open}>
      <Words code={problem.code} />
    </Button>
  )
}

function Words({ code }: Pick<SignInProblem, 'code'>) {
  if (code === 'consent_required') return <Trans>Give consent</Trans>
  if (code === 'entra_account_required') return <Trans>Sign in with Microsoft</Trans>
  return <Trans>Sign in again</Trans>
}
