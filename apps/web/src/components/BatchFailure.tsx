import { Trans } from '@lingui/react/macro'
import { ApiProblem } from '@vestibule/client'
import { Notice } from '../ui/Notice.tsx'
import { ActFailure } from './ActFailure.tsx'
import { ProblemDetails } from './ProblemDetails.tsx'

interface BatchFailureProps {
  error: unknown
  at: number
  /** Where a sign-in that is needed first leads back to. */
  returnTo?: string
}

/** Why a batch was not begun. */
export function BatchFailure({ error, at, returnTo }: BatchFailureProps) {
  if (error instanceof ApiProblem && error.problem.code === 'invalid_request') {
    return (
      <Notice
        tone="bad"
        urgent
        title={<Trans>The server does not take this list.</Trans>}
        details={<ProblemDetails error={error} at={at} />}
      >
        {/* How many it takes at most, only the server knows. */}
        {(error.problem.errors ?? []).map(({ path, message }) => (
          <p key={path} lang="en">
            {message}
          </p>
        ))}
      </Notice>
    )
  }
  return (
    <ActFailure
      error={error}
      at={at}
      refused={<Trans>The batch was not begun.</Trans>}
      uncertain={
        <Trans>
          It is not certain that the batch was begun. Press the button once more: the same batch is
          never begun twice.
        </Trans>
      }
      {...(returnTo !== undefined && { returnTo })}
    />
  )
}
