import { useLingui } from '@lingui/react/macro'
import { NoAnswer } from '@vestibule/client'
import type { ReactNode } from 'react'
import { toErrorText } from '../api/error-text.ts'
import { isSignedOut } from '../api/query-client.ts'
import { Notice } from '../ui/Notice.tsx'
import { ProblemDetails } from './ProblemDetails.tsx'

interface EndFailureProps {
  error: unknown
  /** When it was tried, in ms since 1970. */
  at: number
  /** Said when the server refused. */
  refused: ReactNode
  /** Said when no answer came: it may have happened all the same. */
  uncertain: ReactNode
}

export function EndFailure({ error, at, refused, uncertain }: EndFailureProps) {
  const { t } = useLingui()
  // The sign-in page opens, which says it better.
  if (isSignedOut(error)) return null
  const { title, advice } = toErrorText(error)
  return (
    <Notice tone="bad" urgent title={error instanceof NoAnswer ? uncertain : refused}>
      <p>
        {t(title)} {t(advice)}
      </p>
      <ProblemDetails error={error} at={at} />
    </Notice>
  )
}
