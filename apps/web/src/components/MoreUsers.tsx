import { Trans, useLingui } from '@lingui/react/macro'
import { toErrorText } from '../api/error-text.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useNearEnd } from '../ui/use-near-end.ts'
import css from './MoreUsers.module.css'
import { ProblemDetails } from './ProblemDetails.tsx'
import { TryAgain } from './TryAgain.tsx'

interface MoreUsersProps {
  /** Why the next page did not come, if it did not. */
  failure: { error: unknown; at: number } | undefined
  /** How many stand above. */
  count: number
  isFetching: boolean
  /** Keeps its identity; otherwise waiting for the end begins anew with each change. */
  onMore: () => void
}

/**
 * The way to the next page, or why it did not come; the rows above stay. The next page comes by
 * itself as the end comes near, and at a press on the button for whoever cannot wait or does not
 * scroll.
 */
export function MoreUsers({ failure, count, isFetching, onMore }: MoreUsersProps) {
  const { t, i18n } = useLingui()
  const end = useNearEnd<HTMLDivElement>(!failure && !isFetching, onMore)
  if (failure && !isFetching) {
    const { title, advice } = toErrorText(failure.error)
    const shown = i18n.number(count)
    return (
      <Notice
        tone="warn"
        title={<Trans>Only the first {shown} people are here.</Trans>}
        actions={<TryAgain error={failure.error} onRetry={onMore} />}
        details={<ProblemDetails {...failure} />}
      >
        <p>
          {t(title)} {t(advice)}
        </p>
      </Notice>
    )
  }
  return (
    <div ref={end} className={css.more}>
      {/* Keeps its name and its place: it may be under the pointer when the page comes by itself. */}
      <Button onClick={() => !isFetching && onMore()}>
        <Trans>Show more people</Trans>
      </Button>
      {isFetching && (
        <span className={css.busy}>
          <Trans>Getting more people…</Trans>
        </span>
      )}
    </div>
  )
}
