import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import { useSecondsUntil } from '../ui/use-seconds-until.ts'
import { BatchBar } from './BatchBar.tsx'
import { BatchPaused } from './BatchPaused.tsx'
import css from './BatchProgress.module.css'
import { useBatchRate } from './use-batch-rate.ts'

/** How far a batch has come, as it happens. */
export function BatchProgress({ batch }: { batch: UserBatch }) {
  const { i18n } = useLingui()
  const { total, pending } = batch.counts
  const isOpen = batch.finishedAt === null
  return (
    <div className={css.progress}>
      <BatchBar batch={batch} />
      {isOpen && (
        <p className={css.numbers}>
          <span>
            <Trans>
              {i18n.number(total - pending)} of{' '}
              <Plural value={total} one="# account" other="# accounts" />
            </Trans>
          </span>
          <Pace batch={batch} />
        </p>
      )}
      {batch.status === 'paused' && <BatchPaused batch={batch} />}
    </div>
  )
}

/** How fast it goes, or why it does not. */
function Pace({ batch }: { batch: UserBatch }) {
  const { i18n } = useLingui()
  const rate = useBatchRate(batch)
  const wait = useSecondsUntil(batch.throttledUntil)
  const { pending } = batch.counts
  if (batch.status === 'queued') return <Trans>It begins in a moment.</Trans>
  if (batch.status !== 'running') return null
  if (batch.waitsFor === 'storage') {
    return (
      <span className={css.wait}>
        <Trans>The server’s disk is full; it goes on by itself once there is room.</Trans>
      </span>
    )
  }
  if (wait > 0) {
    return (
      <span className={css.wait}>
        <Plural
          value={wait}
          one={`Microsoft asks to wait # second; ${pending} to go.`}
          other={`Microsoft asks to wait # seconds; ${pending} to go.`}
        />
      </span>
    )
  }
  if (!rate) return null
  return (
    <span>
      <Trans>{i18n.number(rate, { maximumFractionDigits: rate < 10 ? 1 : 0 })} a second</Trans>
      {' · '}
      <TimeLeft seconds={pending / rate} />
    </span>
  )
}

function TimeLeft({ seconds }: { seconds: number }) {
  if (seconds < 60) {
    return (
      <Plural
        value={Math.max(1, Math.ceil(seconds / 5) * 5)}
        one="about # second left"
        other="about # seconds left"
      />
    )
  }
  return (
    <Plural
      value={Math.ceil(seconds / 60)}
      one="about # minute left"
      other="about # minutes left"
    />
  )
}
