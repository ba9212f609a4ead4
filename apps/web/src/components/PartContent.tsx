import { useLingui } from '@lingui/react/macro'
import { isProblem } from '@vestibule/client'
import type { ComponentProps, ReactNode } from 'react'
import { toErrorText } from '../api/error-text.ts'
import { isForbidden } from '../api/is-forbidden.ts'
import { isSignedOut } from '../api/query-client.ts'
import { readSignInProblem } from '../api/sign-in-problem.ts'
import { Notice } from '../ui/Notice.tsx'
import { Loaded } from './Loaded.tsx'
import css from './PartContent.module.css'
import { ProblemDetails } from './ProblemDetails.tsx'
import { SignInAgain } from './SignInAgain.tsx'
import { TryAgain } from './TryAgain.tsx'

interface PartContentProps<Data> extends ComponentProps<typeof Loaded<Data>> {
  /** Why there may be nothing to see, with the permission that it takes. */
  refused: ReactNode
}

/** What a part of a page shows; where it has not come, in no larger words than the part is. */
export function PartContent<Data>({ refused, ...rest }: PartContentProps<Data>) {
  const { t } = useLingui()
  const { query } = rest
  const { data, error } = query
  if (data !== undefined || !error || isSignedOut(error)) return <Loaded {...rest} />
  if (isForbidden(error) || isProblem(error, 'consent_required')) {
    const problem = readSignInProblem(error)
    return (
      <div className={css.refused}>
        <p>{refused}</p>
        {problem && <SignInAgain look="plain" problem={problem} />}
      </div>
    )
  }
  const { title, advice } = toErrorText(error)
  return (
    <Notice
      tone="warn"
      title={t(title)}
      actions={<TryAgain error={error} onRetry={() => void query.refetch()} />}
      details={<ProblemDetails error={error} at={query.errorUpdatedAt} />}
    >
      <p>{t(advice)}</p>
    </Notice>
  )
}
