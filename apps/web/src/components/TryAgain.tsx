import { Trans } from '@lingui/react/macro'
import { readSignInProblem } from '../api/sign-in-problem.ts'
import { Button } from '../ui/Button.tsx'
import { SignInAgain } from './SignInAgain.tsx'

interface TryAgainProps {
  error: unknown
  onRetry: () => void
  look?: 'plain' | 'primary'
}

/** Asks once more for what did not come, or signs in first where nothing else would help. */
export function TryAgain({ error, onRetry, look = 'plain' }: TryAgainProps) {
  const problem = readSignInProblem(error)
  if (problem) return <SignInAgain problem={problem} />
  return (
    <Button look={look} onClick={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  )
}
