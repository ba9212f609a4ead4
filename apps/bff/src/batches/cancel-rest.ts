import { type BatchItem, listItems, saveProgress } from '@vestibule/store'
import { toItemEvent } from './audit-batch.ts'
import type { BatchWork } from './batch-work.ts'
import type { Run, RunDeps } from './run-batch.ts'
import { toChangedOutcome } from './settle-item.ts'

const AT_ONCE = 20

/**
 * Settles every item that is left of a batch that was cancelled. Whether a change that got no answer was
 * made is looked up once more; where that cannot be done, the item says so.
 */
export async function cancelRest(deps: RunDeps, { batch, lease }: Run, work: BatchWork) {
  const { db, now } = deps
  const changes = batch.action !== 'query' && !batch.dryRun
  const listLeft = () => listItems(db, { batchId: batch.id, outcomes: [null], top: AT_ONCE })
  for (;;) {
    const left = await listLeft()
    const last = left.at(-1)
    if (!last) return
    const uncertain = left.filter(({ stage }) => stage === 'writing')
    const asBefore =
      uncertain.length > 0 && work.readPauseReason() === undefined
        ? await work.lookAgain(uncertain)
        : new Set<number>()
    const at = now().toISOString()
    // Those behind the last one have not been looked at.
    const rest = (await listLeft()).filter(({ line }) => line <= last.line)
    const items = rest.map((item) => ({
      ...item,
      stage: 'done' as const,
      at,
      ...toEnd(item, asBefore),
    }))
    const audit = items
      .filter(() => changes)
      .map((item) => ({ line: item.line, event: toItemEvent(batch, item, at) }))
    if (!(await saveProgress(db, { batchId: batch.id, lease, items, audit }))) return
    for (const { outcome } of items) deps.onItem(outcome)
  }
}

function toEnd(item: BatchItem, asBefore: ReadonlySet<number>) {
  const { stage, line } = item
  if (stage === 'revoking') return { outcome: toChangedOutcome(item), code: 'revoke_failed' }
  if (stage === 'writing' && !asBefore.has(line)) {
    return { outcome: 'failed', code: 'uncertain' } as const
  }
  return { outcome: 'cancelled', code: null } as const
}
