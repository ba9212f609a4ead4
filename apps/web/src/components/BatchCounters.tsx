import { Trans, useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import { BAR_ORDER, type BatchOutcome } from '../batch-outcomes.ts'
import { Chip } from '../ui/Chip.tsx'
import css from './BatchCounters.module.css'
import { Outcome } from './Outcome.tsx'

interface BatchCountersProps {
  batch: UserBatch
  /** The only one that is shown below. */
  outcome: BatchOutcome | undefined
  onOutcome: (outcome: BatchOutcome | undefined) => void
}

/** How many came to what; a press shows these alone. */
export function BatchCounters({ batch, outcome: chosen, onOutcome }: BatchCountersProps) {
  const { t, i18n } = useLingui()
  const shown = BAR_ORDER.filter((each) => batch.counts[each] > 0 || each === chosen)
  return (
    <section aria-label={t`Filters`} className={css.counters}>
      <Chip isPressed={chosen === undefined} onClick={() => onOutcome(undefined)}>
        <Trans>All</Trans> <span className={css.count}>{i18n.number(batch.counts.total)}</span>
      </Chip>
      {shown.map((each) => (
        <Chip
          key={each}
          isPressed={chosen === each}
          onClick={() => onOutcome(chosen === each ? undefined : each)}
        >
          <Outcome batch={batch} outcome={each} />{' '}
          <span className={css.count}>{i18n.number(batch.counts[each])}</span>
        </Chip>
      ))}
    </section>
  )
}
