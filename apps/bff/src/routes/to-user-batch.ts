import { ITEM_CODES, type UserBatch, type UserBatchItem } from '@vestibule/contract'
import { type Batch, type BatchItem, countItems, readThrottle } from '@vestibule/store'
import type { AppContext } from '../context.ts'

/** Batches as the contract has them, with how far they have come. */
export async function toUserBatches(
  { store: { db }, batchRunner, now }: AppContext,
  batches: readonly Batch[],
): Promise<UserBatch[]> {
  const counts = await countItems(db, batches)
  const [first] = batches
  const untilMs = first ? await readThrottle(db, first.tenantId) : 0
  const throttledUntil = untilMs > now().getTime() ? new Date(untilMs).toISOString() : null
  return batches.flatMap((batch) => {
    const of = counts.get(batch.id)
    const waitsFor = batchRunner.isShortOfStorage(batch.id) ? 'storage' : null
    return of ? [toUserBatch(batch, of, { throttledUntil, waitsFor })] : []
  })
}

function toUserBatch(
  batch: Batch,
  counts: UserBatch['counts'],
  { throttledUntil, waitsFor }: Pick<UserBatch, 'throttledUntil' | 'waitsFor'>,
): UserBatch {
  return {
    id: batch.id,
    action: batch.action,
    status: batch.status,
    pauseReason: batch.pauseReason,
    counts,
    createdBy: { id: batch.actor.personId, displayName: batch.actor.name },
    reason: batch.reason,
    revokeSessions: batch.revokeSessions,
    dryRun: batch.dryRun,
    undoOf: batch.undoOf,
    retryOf: batch.retryOf,
    throttledUntil: batch.finishedAt === null ? throttledUntil : null,
    waitsFor: batch.finishedAt === null ? waitsFor : null,
    createdAt: batch.createdAt,
    startedAt: batch.startedAt,
    finishedAt: batch.finishedAt,
  }
}

export function toUserBatchItem(item: BatchItem): UserBatchItem {
  return {
    line: item.line,
    input: item.input,
    userId: item.userId,
    userPrincipalName: item.userPrincipalName,
    displayName: item.displayName,
    outcome: item.outcome ?? 'pending',
    before: item.before,
    after: item.after,
    jobTitle: item.jobTitle,
    userType: item.userType,
    directoryRoles: item.directoryRoles,
    accountEnabled: item.accountEnabled,
    code: item.code,
    message: toMessage(item),
    graphRequestId: item.graphRequestId,
    attempts: item.attempts,
    at: item.at,
  }
}

function toMessage({ outcome, code }: BatchItem): string | null {
  if (code !== null && Object.hasOwn(ITEM_CODES, code)) {
    return ITEM_CODES[code as keyof typeof ITEM_CODES]
  }
  if (outcome === 'notFound') return 'Nobody in the directory has this address or id.'
  if (outcome === 'refused' && code === 'Authorization_RequestDenied') {
    return 'Your directory role does not allow this for this account.'
  }
  return code === null ? null : `Microsoft Graph answered ${code}.`
}
