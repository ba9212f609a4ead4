import { randomUUID } from 'node:crypto'
import { setTimeout as timeout } from 'node:timers/promises'
import {
  acquireLease,
  type Batch,
  type Db,
  type Lease,
  listRunnableBatches,
  releaseLease,
  renewLease,
} from '@vestibule/store'
import type { BatchTokens } from './batch-tokens.ts'
import { LeaseLostError } from './lease-lost-error.ts'
import { runBatch } from './run-batch.ts'

export interface RunnerDeps {
  db: Db
  tokens: BatchTokens
  graph: { baseUrl: string; timeoutMs: number }
  /** Object ids and user principal names that nobody disables from here. */
  protectedAccounts: readonly string[]
  now: () => Date
  /** Waits so many milliseconds, or until it is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  onFailure: (batchId: string, error: unknown) => void
}

/** Works at the batches of the database, beside others who do the same. */
export interface BatchRunner extends AsyncDisposable {
  /** There may be something to do: look now. */
  kick(): void
}

const LOOK_EVERY_MS = 1000
/** Each has calls to Graph under way of its own. */
const BATCHES_AT_ONCE = 2
/** Renewed while its holder works: when that process is killed, the next one goes on after this. */
const LEASE_MS = 10_000
const RENEW_EVERY_MS = 3000

/** Starts at once. One process at a time works at a batch, by a lease; of several, each takes some. */
export function createBatchRunner(deps: RunnerDeps): BatchRunner {
  const { db, onFailure } = deps
  const wait = deps.wait ?? waitFor
  const running = new Map<string, Promise<void>>()
  const closing = new AbortController()
  let looking: Promise<void> | undefined
  let isAskedAgain = false

  async function look(): Promise<void> {
    for (const batch of await listRunnableBatches(db)) {
      if (closing.signal.aborted || running.size >= BATCHES_AT_ONCE) return
      if (running.has(batch.id)) continue
      const wanted = { name: `batch/${batch.id}`, holder: randomUUID(), forMs: LEASE_MS }
      const lease = await acquireLease(db, wanted)
      if (!lease) continue
      const work = hold(batch, lease).finally(() => {
        running.delete(batch.id)
        runner.kick()
      })
      running.set(batch.id, work)
    }
  }

  async function hold(batch: Batch, lease: Lease): Promise<void> {
    const lost = new AbortController()
    // A renewal that fails shows at the next write, which wants the lease as well.
    const renewal = setInterval(() => {
      renewLease(db, lease, LEASE_MS).then(
        (isHeld) => isHeld || lost.abort(),
        () => {},
      )
    }, RENEW_EVERY_MS)
    try {
      const signal = AbortSignal.any([lost.signal, closing.signal])
      await runBatch({ ...deps, wait }, { batch, lease, signal })
    } catch (error) {
      if (!(error instanceof LeaseLostError)) onFailure(batch.id, error)
    } finally {
      clearInterval(renewal)
      await releaseLease(db, lease).catch(() => {})
    }
  }

  const timer = setInterval(() => runner.kick(), LOOK_EVERY_MS)
  timer.unref()
  const runner: BatchRunner = {
    kick() {
      if (closing.signal.aborted) return
      if (looking) {
        isAskedAgain = true
        return
      }
      looking = look()
        .catch((error: unknown) => onFailure('', error))
        .finally(() => {
          looking = undefined
          if (!isAskedAgain) return
          isAskedAgain = false
          runner.kick()
        })
    },
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearInterval(timer)
      await looking
      await Promise.all(running.values())
    },
  }
  runner.kick()
  return runner
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await timeout(ms, undefined, { signal }).catch(() => {})
}
