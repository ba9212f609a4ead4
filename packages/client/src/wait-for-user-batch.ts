import type { CallOptions, UserBatch } from './models.ts'
import { ApiProblem, NoAnswer } from './problem.ts'
import { LONGEST_WAIT_MS } from './retry-after.ts'
import type { Wait } from './wait.ts'

/** A batch that does not go on by itself any more. A paused one waits for its person. */
export type SettledUserBatch = UserBatch & { status: 'completed' | 'cancelled' | 'paused' }

export interface WaitForBatchOptions extends CallOptions {
  /** Told of every look at the batch, the last one too. What it throws ends the waiting. */
  onProgress?: (batch: UserBatch) => void
  /** Milliseconds between two looks; 2,000 unless given, 250 at least. */
  everyMs?: number
}

const EVERY_MS = 2_000
const LEAST_MS = 250
/** A batch runs for hours, and a server is replaced in less time than these looks take. */
const FAILURES_IN_A_ROW = 5

/**
 * Looks at a batch until it has ended or is paused.
 *
 * @throws the refusal, where looking again would not help or has not helped five times in a row.
 */
export async function waitForUserBatch(
  look: () => Promise<UserBatch>,
  wait: Wait,
  { onProgress, everyMs = EVERY_MS, signal }: WaitForBatchOptions,
): Promise<SettledUserBatch> {
  const pauseMs = Math.max(everyMs, LEAST_MS)
  let failures = 0
  for (;;) {
    signal?.throwIfAborted()
    let longerMs = 0
    const batch = await look().catch((error: unknown) => {
      failures += 1
      if (failures > FAILURES_IN_A_ROW || !mayPass(error)) throw error
      longerMs = toWaitMs(error)
    })
    if (batch) {
      failures = 0
      onProgress?.(batch)
      if (isSettled(batch)) return batch
    }
    await wait(Math.max(pauseMs, longerMs), signal)
  }
}

/** By its end rather than its status: a cancelled one may still have a call of Graph's under way. */
function isSettled(batch: UserBatch): batch is SettledUserBatch {
  return batch.finishedAt !== null || batch.status === 'paused'
}

function mayPass(error: unknown): error is ApiProblem | NoAnswer {
  if (error instanceof NoAnswer) return true
  if (!(error instanceof ApiProblem) || toWaitMs(error) > LONGEST_WAIT_MS) return false
  return [429, 502, 503, 504].includes(error.problem.status)
}

function toWaitMs(error: ApiProblem | NoAnswer): number {
  return error instanceof ApiProblem ? (error.retryAfterSeconds ?? 0) * 1_000 : 0
}
