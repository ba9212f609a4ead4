import { randomUUID } from 'node:crypto'
import { setTimeout as timeout } from 'node:timers/promises'
import {
  acquireLease,
  type Batch,
  type Db,
  type ItemOutcome,
  type Lease,
  listRunnableBatches,
  releaseLease,
  renewLease,
  StoreFailure,
} from '@vestibule/store'
import type { GraphAddress } from '../directory/with-graph.ts'
import { type BatchPace, createBatchPace } from './batch-pace.ts'
import type { BatchTokens } from './batch-tokens.ts'
import { LeaseLostError } from './lease-lost-error.ts'
import { runBatch } from './run-batch.ts'

export interface RunnerDeps {
  db: Db
  tokens: BatchTokens
  graph: GraphAddress
  /** Object ids and user principal names that nobody disables from here. */
  protectedAccounts: readonly string[]
  now: () => Date
  /** Waits so many milliseconds, or until it is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
  /** How long a process that was killed keeps its batch from the others, in milliseconds. */
  leaseMs?: number | undefined
  /** How long a batch that stumbled is left alone, in milliseconds. */
  restMs?: number | undefined
  onFailure: (batchId: string, error: unknown) => void
  /** Told of each item that is done with, once that is written. */
  onItem: (outcome: ItemOutcome) => void
}

/** Works at the batches of the database, beside others who do the same. */
export interface BatchRunner extends AsyncDisposable {
  /** There may be something to do: look now. */
  kick(): void
  /** Whether a batch stands still here because the disk of the database is full. */
  isShortOfStorage(batchId: string): boolean
}

const LOOK_EVERY_MS = 1000
/** Each has calls to Graph under way of its own. */
const BATCHES_AT_ONCE = 2
/** Renewed while its holder works: when that process is killed, the next one goes on after this. */
const LEASE_MS = 10_000
const RENEWALS = 3
/** What nobody foresaw may pass by itself; asking at once would do so for ever. */
const REST_AFTER_FAILURE_MS = 5000

/** Starts at once. One process at a time works at a batch, by a lease; of several, each takes some. */
export function createBatchRunner(deps: RunnerDeps): BatchRunner {
  const { db, onFailure, leaseMs = LEASE_MS, restMs = REST_AFTER_FAILURE_MS } = deps
  const wait = deps.wait ?? waitFor
  const running = new Map<string, Promise<void>>()
  const restingUntil = new Map<string, number>()
  /** By tenant: each has limits of its own. */
  const paces = new Map<string, BatchPace>()
  const shortOfStorage = new Set<string>()
  const closing = new AbortController()
  let looking: Promise<void> | undefined
  let isAskedAgain = false

  async function look(): Promise<void> {
    for (const batch of await listRunnableBatches(db)) {
      if (closing.signal.aborted || running.size >= BATCHES_AT_ONCE) return
      if (running.has(batch.id) || (restingUntil.get(batch.id) ?? 0) > performance.now()) continue
      // Whoever looks at the table sees which process it is.
      const holder = `${process.pid}/${randomUUID()}`
      const wanted = { name: `batch/${batch.id}`, holder, forMs: leaseMs }
      const heldUntil = performance.now() + leaseMs
      const lease = await acquireLease(db, wanted).catch((error: unknown) => {
        noteFailure(batch.id, error)
        throw error
      })
      if (!lease) {
        // Another process gets on with it.
        shortOfStorage.delete(batch.id)
        continue
      }
      const work = hold(batch, lease, heldUntil).finally(() => {
        running.delete(batch.id)
        runner.kick()
      })
      running.set(batch.id, work)
    }
  }

  function noteFailure(batchId: string, error: unknown) {
    if (error instanceof StoreFailure && error.reason === 'full') shortOfStorage.add(batchId)
  }

  async function hold(batch: Batch, lease: Lease, until: number): Promise<void> {
    const lost = new AbortController()
    let heldUntil = until
    // A renewal that fails shows at the next write, which wants the lease as well.
    const renew = async () => {
      const next = performance.now() + leaseMs
      if (await renewLease(db, lease, leaseMs)) heldUntil = next
      else lost.abort()
    }
    const renewal = setInterval(() => void renew().catch(() => {}), leaseMs / RENEWALS)
    restingUntil.delete(batch.id)
    try {
      const signal = AbortSignal.any([lost.signal, closing.signal])
      const isHeld = () => !lost.signal.aborted && performance.now() < heldUntil
      const onItem = (outcome: ItemOutcome) => {
        shortOfStorage.delete(batch.id)
        deps.onItem(outcome)
      }
      const pace = paces.get(batch.tenantId) ?? createBatchPace()
      paces.set(batch.tenantId, pace)
      await runBatch({ ...deps, wait, pace, onItem }, { batch, lease, signal, isHeld })
      shortOfStorage.delete(batch.id)
    } catch (error) {
      noteFailure(batch.id, error)
      if (!(error instanceof LeaseLostError)) {
        restingUntil.set(batch.id, performance.now() + restMs)
        onFailure(batch.id, error)
      }
    } finally {
      clearInterval(renewal)
      deps.tokens.forget(batch.id)
      await releaseLease(db, lease).catch(() => {})
    }
  }

  const timer = setInterval(() => runner.kick(), LOOK_EVERY_MS)
  timer.unref()
  const runner: BatchRunner = {
    isShortOfStorage: (batchId) => shortOfStorage.has(batchId),
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
