import { Trans, useLingui } from '@lingui/react/macro'
import { toErrorText } from '../api/error-text.ts'
import { isSignedOut } from '../api/query-client.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useNearEnd } from '../ui/use-near-end.ts'
import css from './MoreUsers.module.css'
import { ProblemDetails } from './ProblemDetails.tsx'
import { TryAgain } from './TryAgain.tsx'

interface MoreRowsProps {
  query: {
    hasNextPage: boolean
    isFetchNextPageError: boolean
    isFetchingNextPage: boolean
    error: unknown
    errorUpdatedAt: number
  }
  /** Keeps its identity; otherwise waiting for the end begins anew with each change. */
  onMore: () => void
}

/**
 * The way to the next page of a list, or why it did not come; the rows above stay. It comes by itself
 * as the end comes near, and at a press for whoever cannot wait or does not scroll.
 */
export function MoreRows({ query, onMore }: MoreRowsProps) {
  const { t } = useLingui()
  const { isFetchingNextPage: isFetching, isFetchNextPageError: hasFailed, error } = query
  const end = useNearEnd<HTMLDivElement>(query.hasNextPage && !hasFailed && !isFetching, onMore)
  if (!query.hasNextPage) return null
  if (hasFailed && !isFetching && !isSignedOut(error)) {
    const { title, advice } = toErrorText(error)
    return (
      <Notice
        tone="warn"
        title={<Trans>There is more that did not come.</Trans>}
        actions={<TryAgain error={error} onRetry={onMore} />}
        details={<ProblemDetails error={error} at={query.errorUpdatedAt} />}
      >
        <p>
          {t(title)} {t(advice)}
        </p>
      </Notice>
    )
  }
  return (
    <div ref={end} className={css.more}>
      <Button onClick={() => !isFetching && onMore()}>
        <Trans>Show more</Trans>
      </Button>
      {isFetching && (
        <span className={css.busy}>
          <Trans>Loading…</Trans>
        </span>
      )}
    </div>
  )
}
