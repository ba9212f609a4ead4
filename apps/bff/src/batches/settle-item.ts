import { randomInt } from 'node:crypto'
import type { BatchAnswer, GraphRequestError } from '@vestibule/graph'
import {
  type Batch,
  type BatchItem,
  type Db,
  type ItemOutcome,
  noteThrottle,
} from '@vestibule/store'
import { MAX_ATTEMPTS, planRetry } from './plan-retry.ts'

/** Where nobody names a pause. */
const PAUSE_SECONDS = 10

interface Failure {
  code: string | null
  retryAfterSeconds?: number | undefined
}

/** Where an item stands after what was just heard of it. */
export function createSettling({ db, batch, now }: { db: Db; batch: Batch; now: () => Date }) {
  function done(item: BatchItem, outcome: ItemOutcome, code: string | null = null): BatchItem {
    return { ...item, stage: 'done', outcome, code, at: now().toISOString() }
  }

  /** Where only the sign-in sessions are left to be ended, the account is disabled all the same. */
  function giveUp(item: BatchItem, outcome: ItemOutcome, code: string | null): BatchItem {
    if (item.stage === 'revoking') return done(item, toChangedOutcome(item), 'revoke_failed')
    return done(item, outcome, code)
  }

  /** All batches of the tenant pause, on every process. */
  function noteThrottleFor(seconds: number): Promise<void> {
    const untilMs = now().getTime() + seconds * 1000
    return noteThrottle(db, { tenantId: batch.tenantId, untilMs })
  }

  /** To be tried again, or failed for good. */
  function again(before: BatchItem, { code, retryAfterSeconds }: Failure): BatchItem {
    const item = { ...before, attempts: before.attempts + 1 }
    // Whether a change was made is looked up before it is given up.
    const attempts =
      item.stage === 'writing' ? Math.min(item.attempts, MAX_ATTEMPTS - 1) : item.attempts
    const nowMs = now().getTime()
    const random = randomInt(1000) / 1000
    const notBeforeMs = planRetry({ attempts, retryAfterSeconds, nowMs, random })
    if (notBeforeMs === undefined) return giveUp(item, 'failed', code)
    return { ...item, code: toKeptCode(item, code), notBeforeMs }
  }

  /**
   * What is nothing against items does not count as a try: Graph is busy, or there is no token. They
   * come due at one moment, so that they make one call again.
   */
  function putOff(
    items: readonly BatchItem[],
    { code, retryAfterSeconds = PAUSE_SECONDS }: Failure,
  ): BatchItem[] {
    const notBeforeMs = now().getTime() + retryAfterSeconds * 1000
    return items.map((item) => ({ ...item, code: toKeptCode(item, code), notBeforeMs }))
  }

  /** What a call's own answer says, where it is no success. */
  async function fromRefusal(item: BatchItem, answer: BatchAnswer): Promise<BatchItem> {
    const known = { ...item, graphRequestId: answer.requestId ?? item.graphRequestId }
    const { status, retryAfterSeconds, code = null } = answer
    if (status === 429) {
      await noteThrottleFor(retryAfterSeconds ?? PAUSE_SECONDS)
      const [later = known] = putOff([known], { code, retryAfterSeconds })
      return later
    }
    const failure = { code: code ?? String(status), retryAfterSeconds }
    if (status >= 500 || status === 408 || status === 401) return again(known, failure)
    const tried = { ...known, attempts: known.attempts + 1 }
    return giveUp(tried, status === 404 ? 'notFound' : 'refused', failure.code)
  }

  /** What a call that failed as a whole means for those that were in it. */
  async function fromFailure(
    items: readonly BatchItem[],
    { failure, retryAfterSeconds, code = failure }: GraphRequestError,
  ): Promise<BatchItem[]> {
    switch (failure) {
      case 'throttled':
        await noteThrottleFor(retryAfterSeconds ?? PAUSE_SECONDS)
        return putOff(items, { code, retryAfterSeconds })
      case 'timeout':
      case 'unavailable':
        return items.map((item) => again(item, { code, retryAfterSeconds }))
      // Whoever may not even read who is an administrator may change nobody.
      case 'forbidden':
        return items.map((item) => giveUp(item, 'refused', code))
      default:
        return items.map((item) => giveUp(item, 'failed', code))
    }
  }

  /** Changed as wanted; its sign-in sessions may have to be ended yet. */
  function toChanged(item: BatchItem, after: boolean, isSynced: boolean): BatchItem {
    const code = isSynced ? 'synced_from_ad' : null
    const changed = { ...item, after, code }
    if (batch.revokeSessions && !after) {
      return { ...changed, stage: 'revoking', attempts: 0, notBeforeMs: 0 }
    }
    return done(changed, isSynced ? 'willBeReverted' : 'succeeded', code)
  }

  return { again, done, fromFailure, fromRefusal, putOff, toChanged }
}

/** While sessions are left to be ended, the code tells what became of the account. */
function toKeptCode(item: BatchItem, code: string | null): string | null {
  return item.stage === 'revoking' ? item.code : code
}

/** What became of an account that was changed, its sign-in sessions aside. */
export function toChangedOutcome({ code }: Pick<BatchItem, 'code'>): ItemOutcome {
  return code === 'synced_from_ad' ? 'willBeReverted' : 'succeeded'
}
