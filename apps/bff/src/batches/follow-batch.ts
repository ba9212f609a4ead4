import { type Batch, type BatchItem, type Db, listItems, type NewBatchItem } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { acceptItems } from './accept-batch.ts'
import { changesAccounts } from './to-batch-request.ts'

const AT_ONCE = 1000

/**
 * A new batch that takes back what a batch has changed. Accounts that were changed since are left alone.
 *
 * @throws {AppError} `conflict` when there is nothing to take back.
 */
export async function undoBatch(
  context: AppContext,
  caller: Caller,
  batch: Batch,
): Promise<string> {
  demandEnd(batch)
  if (!changesAccounts(batch)) {
    throw new AppError('conflict', { detail: 'This batch has changed nothing.' })
  }
  const changed = await listAll(context.store.db, batch.id, ['succeeded', 'willBeReverted'])
  const items = changed
    .filter(({ before, after }) => before !== null && after !== null && before !== after)
    .map((item, index) => ({ ...toNewItem(item, index), expected: item.after }))
  if (items.length === 0) {
    throw new AppError('conflict', { detail: 'This batch has changed nothing.' })
  }
  return acceptItems(context, caller, {
    action: batch.action === 'disable' ? 'enable' : 'disable',
    reason: `Undo: ${batch.reason ?? ''}`.slice(0, 500),
    revokeSessions: false,
    dryRun: false,
    undoOf: batch.id,
    items,
  })
}

/**
 * A new batch of those that failed.
 *
 * @throws {AppError} `conflict` when none did.
 */
export async function retryBatch(
  context: AppContext,
  caller: Caller,
  batch: Batch,
): Promise<string> {
  demandEnd(batch)
  const failed = await listAll(context.store.db, batch.id, ['failed'])
  if (failed.length === 0) throw new AppError('conflict', { detail: 'Nothing has failed.' })
  const { action, reason, revokeSessions, dryRun } = batch
  const request = { action, reason, revokeSessions, dryRun, retryOf: batch.id }
  return acceptItems(context, caller, { ...request, items: failed.map(toNewItem) })
}

function demandEnd({ finishedAt }: Batch): void {
  if (finishedAt === null) {
    throw new AppError('conflict', { detail: 'The batch has not ended yet.' })
  }
}

async function listAll(
  db: Db,
  batchId: string,
  outcomes: readonly NonNullable<BatchItem['outcome']>[],
): Promise<BatchItem[]> {
  const items: BatchItem[] = []
  for (;;) {
    const afterLine = items.at(-1)?.line ?? 0
    const page = await listItems(db, { batchId, outcomes, afterLine, top: AT_ONCE })
    items.push(...page)
    if (page.length < AT_ONCE) return items
  }
}

function toNewItem({ input, name, userId }: BatchItem, index: number): NewBatchItem {
  return { line: index + 1, input, name, userId }
}
