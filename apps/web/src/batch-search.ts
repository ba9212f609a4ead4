import { type BatchOutcome, isOutcome } from './batch-outcomes.ts'

/** What the address of a batch may carry. */
export interface BatchSearch {
  /** The only outcome that is shown. */
  outcome?: BatchOutcome
  /** The act that a sign-in was for. It is asked for again, never done: an address can be anybody's. */
  ask?: 'undo' | 'retry'
}

/** Reads the address; what it does not know it leaves out. */
export function readBatchSearch({ outcome, ask }: Record<string, unknown>): BatchSearch {
  return {
    ...(isOutcome(outcome) && { outcome }),
    ...((ask === 'undo' || ask === 'retry') && { ask }),
  }
}

/** The same for a batch that is being made: it goes on at the question whether to run it. */
export function readNewBatchSearch({ ask }: Record<string, unknown>): { ask?: 'run' } {
  return ask === 'run' ? { ask } : {}
}
