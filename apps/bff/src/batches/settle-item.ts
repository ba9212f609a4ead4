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
  function again(
    item: BatchItem,
    failure: { code: string | null; retryAfterSeconds?: number | undefined },
  ): BatchItem {
    // Whether a change was made is looked up before it is given up.
    const attempts =
      item.stage === 'writing' ? Math.min(item.attempts, MAX_ATTEMPTS - 1) : item.attempts
    const notBeforeMs = planRetry({
      attempts,
      retryAfterSeconds: failure.retryAfterSeconds,
      nowMs: now().getTime(),
      random: randomInt(1000) / 1000,
    })
    if (notBeforeMs === undefined) return giveUp(item, 'failed', failure.code)
    // While sessions are left to be ended, the code tells what became of the account.
    const code = item.stage === 'revoking' ? item.code : failure.code
    return { ...item, code, notBeforeMs }
  }

  /** A token endpoint that is away is nothing against the items. */
  function withoutToken(item: BatchItem, code: string): BatchItem {
    return again(item, { code, retryAfterSeconds: PAUSE_SECONDS })
  }

  /** What a call's own answer says, where it is no success. */
  async function fromRefusal(item: BatchItem, answer: BatchAnswer): Promise<BatchItem> {
    const known = { ...item, graphRequestId: answer.requestId ?? item.graphRequestId }
    const { status, code, retryAfterSeconds } = answer
    if (status === 429) {
      const seconds = retryAfterSeconds ?? PAUSE_SECONDS
      await noteThrottleFor(seconds)
      return again(known, { code, retryAfterSeconds: seconds })
    }
    if (status >= 500 || status === 408 || status === 401) {
      return again(known, { code: code ?? String(status), retryAfterSeconds })
    }
    return giveUp(known, status === 404 ? 'notFound' : 'refused', code ?? String(status))
  }

  /** What a call that failed as a whole means for those that were in it. */
  async function fromFailure(
    items: readonly BatchItem[],
    error: GraphRequestError,
  ): Promise<BatchItem[]> {
    const code = error.code ?? error.failure
    switch (error.failure) {
      case 'throttled': {
        const retryAfterSeconds = error.retryAfterSeconds ?? PAUSE_SECONDS
        await noteThrottleFor(retryAfterSeconds)
        return items.map((item) => again(item, { code, retryAfterSeconds }))
      }
      case 'timeout':
      case 'unavailable':
        return items.map((item) => {
          // Where a change was asked for, that was counted before.
          const attempts = item.stage === 'writing' ? item.attempts : item.attempts + 1
          const { retryAfterSeconds } = error
          return again({ ...item, attempts }, { code, retryAfterSeconds })
        })
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

  return { again, done, fromFailure, fromRefusal, toChanged, withoutToken }
}

/** What became of an account that was changed, its sign-in sessions aside. */
export function toChangedOutcome({ code }: Pick<BatchItem, 'code'>): ItemOutcome {
  return code === 'synced_from_ad' ? 'willBeReverted' : 'succeeded'
}
