import type { Setup } from '@vestibule/client'

/** What the address of the set-up page may carry. */
export interface SetupSearch {
  /** How the visit to the organisation's consent page ended. An address can be anybody's: it is only said. */
  consent?: ConsentOutcome
}

export type ConsentOutcome = NonNullable<Setup['adminConsent']['answer']> | 'failed'

const OUTCOMES: Record<ConsentOutcome, true> = { granted: true, refused: true, failed: true }

/** Reads the address; what it does not know it leaves out. */
export function readSetupSearch({ consent }: Record<string, unknown>): SetupSearch {
  return isOutcome(consent) ? { consent } : {}
}

function isOutcome(value: unknown): value is ConsentOutcome {
  return typeof value === 'string' && Object.hasOwn(OUTCOMES, value)
}
