import { useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import { BAR_ORDER } from '../batch-outcomes.ts'
import css from './BatchBar.module.css'
import { toOutcomeText } from './batch-texts.ts'

/** What came of a batch at a glance; the numbers are beside it. */
export function BatchBar({
  batch,
  size = 'large',
}: {
  batch: UserBatch
  size?: 'large' | 'small'
}) {
  const { t, i18n } = useLingui()
  const shown = BAR_ORDER.filter((outcome) => batch.counts[outcome] > 0)
  const text = shown
    .map((outcome) => `${t(toOutcomeText(batch, outcome))}: ${i18n.number(batch.counts[outcome])}`)
    .join(', ')
  return (
    <div role="img" aria-label={text} title={text} className={`${css.bar} ${css[size]}`}>
      {shown.map((outcome) => (
        <span key={outcome} className={css[outcome]} style={{ flexGrow: batch.counts[outcome] }} />
      ))}
    </div>
  )
}
