import { BATCH_SIZE } from '@vestibule/graph'

/**
 * What Graph takes of an application in a tenant.
 * Source: https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
const QUOTA = { writes: 3000, seconds: 150 }
/** From where on Graph says how much of a limit is used. */
const NEAR = 0.8
/**
 * Changes of accounts that are asked for at once, in calls of twenty: docs/performance.md has what fewer cost. More than
 * the fifth that is left when Graph begins to warn would be refused.
 */
const MOST_UNDER_WAY = 32 * BATCH_SIZE

/** A call that is to be begun. */
interface Beginning {
  /** How often it changes each of its accounts. */
  writes: number
  nowMs: number
}

/**
 * How fast the batches of a tenant go in this process: as fast as they can, and near a limit one call after another
 * at the pace that is published. So hardly any call is refused, and where a limit is stays Microsoft's to say.
 */
export interface BatchPace {
  /** What Graph says of limits in answers of one kind; undefined far from them. A refusal is at the limit. */
  note(kind: 'look' | 'change', shares: readonly (number | undefined)[]): void
  /** How many calls may be begun now. */
  toFree(call: Beginning): number
  /** @returns to be told when the call has come to its end */
  begin(call: Beginning): () => void
  /** Comes when a call has come to its end; undefined where none is under way. */
  readEnd(): Promise<void> | undefined
  /** Where none is under way: how long until one may be begun, in milliseconds. */
  toPauseMs(nowMs: number): number
}

export function createBatchPace(): BatchPace {
  const isNear = { look: false, change: false }
  /** In changes of accounts, over all calls. */
  let underWay = 0
  let nextMs = 0
  let ended = Promise.withResolvers<void>()
  const mustWait = () => isNear.look || isNear.change
  return {
    note(kind, shares) {
      isNear[kind] = shares.some((share) => share !== undefined && share >= NEAR)
    },
    toFree({ writes, nowMs }) {
      if (mustWait()) return underWay === 0 && nowMs >= nextMs ? 1 : 0
      return Math.floor((MOST_UNDER_WAY - underWay) / (BATCH_SIZE * writes))
    },
    begin({ writes, nowMs }) {
      const changes = BATCH_SIZE * writes
      underWay += changes
      nextMs = nowMs + (changes * QUOTA.seconds * 1000) / QUOTA.writes
      return () => {
        underWay -= changes
        ended.resolve()
        ended = Promise.withResolvers<void>()
      }
    },
    readEnd: () => (underWay > 0 ? ended.promise : undefined),
    toPauseMs: (nowMs) => (mustWait() ? Math.max(0, nextMs - nowMs) : 0),
  }
}
