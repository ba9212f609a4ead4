import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Check } from 'lucide-react'
import css from './BatchSteps.module.css'

const STEPS = ['input', 'check', 'confirm', 'run', 'results'] as const
const LOOK_UP_STEPS: readonly BatchStep[] = ['input', 'run', 'results']
export type BatchStep = (typeof STEPS)[number]

const WORDS: Record<BatchStep, MessageDescriptor> = {
  input: msg`Accounts`,
  check: msg`Check`,
  confirm: msg`Confirm`,
  run: msg`Run`,
  results: msg`Results`,
}

/** Where in the course of a batch the page is. Looking up is no change: nothing is checked and confirmed. */
export function BatchSteps({ at, isLookUp }: { at: BatchStep; isLookUp: boolean }) {
  const { t } = useLingui()
  const steps: readonly BatchStep[] = isLookUp ? LOOK_UP_STEPS : STEPS
  const now = steps.indexOf(at)
  return (
    <ol className={css.steps} aria-label={t`Steps`}>
      {steps.map((step, index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} className={css.step}>
          <span className={index < now ? css.done : css.number} aria-hidden="true">
            {index < now ? <Check size={12} /> : index + 1}
          </span>
          {t(WORDS[step])}
          {index < now && (
            <span className="visually-hidden">
              <Trans>done</Trans>
            </span>
          )}
        </li>
      ))}
    </ol>
  )
}
