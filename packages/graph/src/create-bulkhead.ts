import pLimit from 'p-limit'
import { type GraphFailure, GraphRequestError } from './graph-request-error.ts'

export interface BulkheadOptions {
  /** So many calls at once. */
  atOnce: number
  /** So many that wait for their turn. */
  maxWaiting: number
  /** How long one waits at most, in milliseconds. */
  longestWaitMs: number
  /** How it is told to whoever had no turn. */
  failure: Extract<GraphFailure, 'timeout' | 'throttled'>
}

/** Makes a few calls at once; others wait for a while. */
export interface Bulkhead {
  /**
   * @param signal aborted when nobody waits for the answer any more: a call that has not begun is not made
   * @throws {GraphRequestError} there was no turn.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** Whether no call is being made and none waits. */
  isIdle(): boolean
}

/** When to come again: calls are short. */
const COME_AGAIN_SECONDS = 2

export function createBulkhead(options: BulkheadOptions): Bulkhead {
  const { atOnce, maxWaiting, longestWaitMs, failure } = options
  const limit = pLimit(atOnce)
  const toRefusal = (message: string) =>
    new GraphRequestError(failure, message, { retryAfterSeconds: COME_AGAIN_SECONDS })

  return {
    isIdle: () => limit.activeCount + limit.pendingCount === 0,
    async run(call, signal) {
      if (limit.activeCount + limit.pendingCount < atOnce) return limit(call)
      if (limit.pendingCount >= maxWaiting) throw toRefusal('Too many calls wait for their turn.')
      const patience = AbortSignal.timeout(longestWaitMs)
      const left = signal ? AbortSignal.any([patience, signal]) : patience
      return new Promise((resolve, reject) => {
        const leave = () => reject(toRefusal('A call had no turn for too long.'))
        left.addEventListener('abort', leave)
        if (left.aborted) leave()
        void limit(async () => {
          left.removeEventListener('abort', leave)
          if (!left.aborted) await call().then(resolve, reject)
        })
      })
    },
  }
}
