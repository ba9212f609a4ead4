import { Trans, useLingui } from '@lingui/react/macro'
import { toErrorText } from '../api/error-text.ts'
import { isSignedOut } from '../api/query-client.ts'
import type { People } from '../api/use-people.ts'
import { Notice } from '../ui/Notice.tsx'
import { ProblemDetails } from './ProblemDetails.tsx'
import { TryAgain } from './TryAgain.tsx'
import css from './UsersGridFailure.module.css'

/** Why rows in sight are empty. Stays in sight itself; the rows that did come stay as they are. */
export function UsersGridFailure({ failure }: { failure: People['failure'] }) {
  const { t } = useLingui()
  if (!failure || isSignedOut(failure.error)) return null
  const { title, advice } = toErrorText(failure.error)
  return (
    <div className={css.place}>
      <Notice
        tone="warn"
        title={<Trans>Some of these people did not come.</Trans>}
        actions={<TryAgain error={failure.error} onRetry={failure.onRetry} />}
        details={<ProblemDetails error={failure.error} at={failure.at} />}
      >
        <p>
          {t(title)} {t(advice)}
        </p>
      </Notice>
    </div>
  )
}
