import type { UserBatchItem } from '@vestibule/client'

export type BatchOutcome = UserBatchItem['outcome']

/**
 * What an account of a batch can come to, in the order in which it is shown: what has to be looked at
 * comes first, what has yet to come last.
 */
export const OUTCOME_GROUPS = [
  ['failed', 'refused', 'notFound', 'willBeReverted'],
  ['succeeded', 'unchanged', 'cancelled'],
  ['pending'],
] as const satisfies readonly (readonly BatchOutcome[])[]

/** The same in the order of a bar, where what was wanted comes first. */
export const BAR_ORDER = [
  'succeeded',
  'unchanged',
  'willBeReverted',
  'notFound',
  'refused',
  'failed',
  'cancelled',
  'pending',
] as const satisfies readonly BatchOutcome[]

export function isOutcome(value: unknown): value is BatchOutcome {
  return BAR_ORDER.some((outcome) => outcome === value)
}
