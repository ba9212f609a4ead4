import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { UserBatch } from '@vestibule/client'
import { PATHS } from '../routes.ts'
import { formatDuration } from '../ui/format-duration.ts'
import { Name } from '../ui/Name.tsx'
import { Time } from '../ui/Time.tsx'
import { BatchBar } from './BatchBar.tsx'
import css from './BatchList.module.css'
import { BatchTitle } from './BatchTitle.tsx'
import { BatchVerdict } from './BatchVerdict.tsx'

/** Batches, one a row: what, who, how many, what came of it, how long it took and why. */
export function BatchList({ batches }: { batches: readonly UserBatch[] }) {
  const { t } = useLingui()
  return (
    <ul aria-label={t`Batches`} className={css.list}>
      {batches.map((batch) => (
        <li key={batch.id} className={css.row}>
          <div className={css.what}>
            <Link to={PATHS.batch} params={{ batchId: batch.id }} className={css.title}>
              <BatchTitle {...batch} total={batch.counts.total} />
            </Link>
            <p className={css.about}>
              <bdi>{batch.createdBy.displayName}</bdi>
              <Time at={batch.createdAt} />
              <Duration batch={batch} />
              {batch.undoOf && <Trans>Undo of another</Trans>}
              {batch.retryOf && <Trans>Second try of another</Trans>}
            </p>
            {batch.reason && (
              <div className={css.about}>
                <Name>{batch.reason}</Name>
              </div>
            )}
          </div>
          <div className={css.outcome}>
            <BatchVerdict batch={batch} size="small" />
            <BatchBar batch={batch} size="small" />
          </div>
        </li>
      ))}
    </ul>
  )
}

function Duration({ batch: { startedAt, finishedAt } }: { batch: UserBatch }) {
  const { i18n } = useLingui()
  if (startedAt === null || finishedAt === null) return null
  const ms = Date.parse(finishedAt) - Date.parse(startedAt)
  return (
    <span>
      <Trans>took {formatDuration(ms, i18n.locales ?? i18n.locale)}</Trans>
    </span>
  )
}
