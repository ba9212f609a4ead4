import { Trans, useLingui } from '@lingui/react/macro'
import { toErrorText } from '../api/error-text.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import css from './MoreUsers.module.css'
import { ProblemDetails } from './ProblemDetails.tsx'

interface MoreUsersProps {
  /** Why the next page did not come, if it did not. */
  failure: { error: unknown; at: number } | undefined
  /** How many stand above, as text. */
  shown: string
  isFetching: boolean
  onMore: () => void
}

/** The way to the next page, or why it did not come; the rows above stay. */
export function MoreUsers({ failure, shown, isFetching, onMore }: MoreUsersProps) {
  const { t } = useLingui()
  if (failure && !isFetching) {
    const { title, advice } = toErrorText(failure.error)
    return (
      <Notice
        tone="warn"
        title={<Trans>Only the first {shown} people are here.</Trans>}
        actions={
          <Button onClick={onMore}>
            <Trans>Try again</Trans>
          </Button>
        }
      >
        <p>
          {t(title)} {t(advice)}
        </p>
        <ProblemDetails {...failure} />
      </Notice>
    )
  }
  return (
    <div className={css.more}>
      <Button aria-disabled={isFetching} onClick={() => !isFetching && onMore()}>
        {isFetching ? <Trans>Getting more people…</Trans> : <Trans>Show more people</Trans>}
      </Button>
    </div>
  )
}
