import { useLingui } from '@lingui/react/macro'
import type { UserBatch } from '@vestibule/client'
import type { BatchOutcome } from '../batch-outcomes.ts'
import { toOutcomeText } from './batch-texts.ts'
import css from './Outcome.module.css'
import { OUTCOME_LOOKS } from './outcome-looks.ts'

interface OutcomeProps {
  batch: Pick<UserBatch, 'action' | 'dryRun' | 'undoOf'>
  outcome: BatchOutcome
}

/** What came of an account: icon, word and colour. */
export function Outcome({ batch, outcome }: OutcomeProps) {
  const { t } = useLingui()
  const { icon: Icon, tone } = OUTCOME_LOOKS[outcome]
  return (
    <span className={`${css.outcome} ${css[tone]}`}>
      <Icon size={14} aria-hidden="true" />
      {t(toOutcomeText(batch, outcome))}
    </span>
  )
}
