import { useLingui } from '@lingui/react/macro'
import { NoAnswer } from '@vestibule/client'
import type { ReactNode } from 'react'
import { toErrorText } from '../api/error-text.ts'
import { isSignedOut } from '../api/query-client.ts'
import { readSignInProblem } from '../api/sign-in-problem.ts'
import { Notice } from '../ui/Notice.tsx'
import { ProblemDetails } from './ProblemDetails.tsx'
import { SignInAgain } from './SignInAgain.tsx'

interface ActFailureProps {
  error: unknown
  /** When it was tried, in ms since 1970. */
  at: number
  /** Said when the server refused. */
  refused: ReactNode
  /** Said when no answer came: it may have happened all the same. */
  uncertain: ReactNode
  /** Where a sign-in that is needed first leads back to. */
  returnTo?: string
}

export function ActFailure({ error, at, refused, uncertain, returnTo }: ActFailureProps) {
  const { t } = useLingui()
  // The sign-in page opens, which says it better.
  if (isSignedOut(error)) return null
  const { title, advice } = toErrorText(error)
  const signInFirst = readSignInProblem(error)
  return (
    <Notice
      tone={signInFirst ? 'warn' : 'bad'}
      urgent
      title={error instanceof NoAnswer ? uncertain : refused}
      actions={signInFirst && <SignInAgain problem={signInFirst} returnTo={returnTo} />}
      details={<ProblemDetails error={error} at={at} />}
    >
      <p>
        {t(title)} {t(advice)}
      </p>
    </Notice>
  )
}
