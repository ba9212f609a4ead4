import { Trans } from '@lingui/react/macro'
import { isEntraRequired } from '../api/entra-required.ts'
import { readSignInProblem } from '../api/sign-in-problem.ts'
import { Button } from '../ui/Button.tsx'
import { LinkMicrosoft } from './LinkMicrosoft.tsx'
import { SignInAgain } from './SignInAgain.tsx'

interface TryAgainProps {
  error: unknown
  onRetry: () => void
  look?: 'plain' | 'primary'
}

/** Asks once more for what did not come, or goes first for what it needs where nothing else would help. */
export function TryAgain({ error, onRetry, look = 'plain' }: TryAgainProps) {
  const problem = readSignInProblem(error)
  if (problem) return <SignInAgain problem={problem} />
  if (isEntraRequired(error)) return <LinkMicrosoft look={look} />
  return (
    <Button look={look} onClick={onRetry}>
      <Trans>Try again</Trans>
    </Button>
  )
}
