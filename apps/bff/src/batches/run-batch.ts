import { BATCH_SIZE } from '@vestibule/graph'
import {
  type Batch,
  type BatchItem,
  finishBatch,
  isCancelRequested,
  type Lease,
  listBegunItems,
  listDueItems,
  type PauseReason,
  pauseBatch,
  readNextDue,
  readThrottle,
  startBatch,
} from '@vestibule/store'
import { toBatchEvent } from './audit-batch.ts'
import type { BatchPace } from './batch-pace.ts'
import type { RunnerDeps } from './batch-runner.ts'
import { type BatchWork, createBatchWork } from './batch-work.ts'
import { cancelRest } from './cancel-rest.ts'

export interface Run {
  batch: Batch
  lease: Lease
  /** Aborted when the lease is lost, or the process ends. */
  signal: AbortSignal
  /** Whether the lease must still be ours, by the time that has passed here. */
  isHeld: () => boolean
}

export type RunDeps = RunnerDeps & { wait: NonNullable<RunnerDeps['wait']>; pace: BatchPace }

type End = { kind: 'completed' | 'cancelled' | 'left' } | { kind: 'paused'; reason: PauseReason }

/** Looking for what is due costs more, the further a batch has come. */
const READ_AT_ONCE = 1000
const LONGEST_WAIT_MS = 1000

/**
 * Works at a batch to its end, until its person is needed, it is cancelled, or somebody else takes it
 * over. What is under way is always brought to an end first.
 */
export async function runBatch(deps: RunDeps, run: Run): Promise<void> {
  const { db, now } = deps
  const { batch, lease } = run
  const at = now().toISOString()
  if (!(await startBatch(db, lease, batch.id, at))) return
  const work = createBatchWork(deps, run, await listBegunItems(db, batch.id))
  const end = await goThrough(deps, run, work)
  if (end.kind === 'left') return
  const outcome = end.kind === 'paused' ? end.reason : end.kind
  const event = { at: now().toISOString(), action: `batch.${end.kind}`, outcome }
  const audit = toBatchEvent(batch, event)
  if (end.kind === 'paused') {
    await pauseBatch(db, { lease, id: batch.id, reason: end.reason, audit })
    return
  }
  if (end.kind === 'cancelled') await cancelRest(deps, run, work)
  await finishBatch(db, { lease, id: batch.id, status: end.kind, at: event.at, audit })
}

async function goThrough(deps: RunDeps, { batch, signal }: Run, work: BatchWork): Promise<End> {
  const { db, now, pace, wait } = deps
  /** By line. */
  const underWay = new Map<number, Promise<void>>()
  const failures: unknown[] = []
  /** Nobody else moves them while the lease is held, so they stay due. */
  let due: BatchItem[] = []
  /** How often an account is changed. */
  const writes = batch.revokeSessions ? 2 : 1

  function start(items: readonly BatchItem[], nowMs: number) {
    const end = pace.begin({ writes, nowMs })
    const chunk = work
      .process(items)
      // Nobody may be listening at the moment when it fails.
      .catch((error: unknown) => failures.push(error))
      .then(() => {
        end()
        for (const { line } of items) underWay.delete(line)
      })
    for (const { line } of items) underWay.set(line, chunk)
  }

  try {
    for (;;) {
      if (failures.length > 0) throw failures[0]
      if (signal.aborted) return { kind: 'left' }
      const pauseReason = work.readPauseReason()
      if (pauseReason) return { kind: 'paused', reason: pauseReason }
      if (await isCancelRequested(db, batch.id)) return { kind: 'cancelled' }
      const nowMs = now().getTime()
      const throttledMs = (await readThrottle(db, batch.tenantId)) - nowMs
      const free = pace.toFree({ writes, nowMs })
      if (throttledMs <= 0 && free > 0) {
        if (due.length === 0) {
          const except = new Set(underWay.keys())
          due = await listDueItems(db, { batchId: batch.id, nowMs, except, top: READ_AT_ONCE })
        }
        for (const items of takeChunks(due, free)) start(items, nowMs)
      }
      if (underWay.size > 0) {
        await Promise.race(underWay.values())
        continue
      }
      const next = await readNextDue(db, batch.id)
      if (next === undefined) return { kind: 'completed' }
      const turn = free > 0 ? undefined : pace.readEnd()
      if (turn) {
        // Another batch of the tenant has it.
        await turn
        continue
      }
      const pauseMs = Math.max(next - nowMs, throttledMs, pace.toPauseMs(nowMs), 1)
      await wait(Math.min(pauseMs, LONGEST_WAIT_MS), signal)
    }
  } finally {
    await Promise.all(underWay.values())
  }
}

/** Takes up to so many calls' worth of items away from a list. */
function takeChunks(items: BatchItem[], count: number): BatchItem[][] {
  const chunks: BatchItem[][] = []
  while (items.length > 0 && chunks.length < count) chunks.push(items.splice(0, BATCH_SIZE))
  return chunks
}
