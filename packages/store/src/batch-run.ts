import { type AuditEvent, appendAuditEvents } from './audit.ts'
import type { BatchItem } from './batch-items.ts'
import { type Batch, type PauseReason, toBatch, toFlag } from './batches.ts'
import type { Db } from './database.ts'
import { isLeaseHeld, type Lease } from './leases.ts'

/** Batches that somebody should be at work on, the oldest first. */
export async function listRunnableBatches(db: Db): Promise<Batch[]> {
  const rows = await db
    .selectFrom('batches')
    .selectAll()
    .where(({ eb, or, and }) =>
      or([
        eb('status', 'in', ['queued', 'running']),
        // Nobody works at a paused one; it can still be ended.
        and([eb('status', '=', 'paused'), eb('cancel_requested_at', 'is not', null)]),
      ]),
    )
    .orderBy('created_at')
    .execute()
  return rows.map(toBatch)
}

/** Where an item stands now. All of it is written, as it is. */
export type ItemProgress = Pick<
  BatchItem,
  | 'line'
  | 'userId'
  | 'userPrincipalName'
  | 'displayName'
  | 'jobTitle'
  | 'userType'
  | 'directoryRoles'
  | 'accountEnabled'
  | 'before'
  | 'after'
  | 'stage'
  | 'outcome'
  | 'code'
  | 'graphRequestId'
  | 'attempts'
  | 'notBeforeMs'
  | 'at'
>

/**
 * Writes where items stand, with their entries in the audit, in one transaction that wants the lease to
 * be held: whoever was paused past it writes nothing over what their follower did.
 *
 * @returns false when the lease was lost; then nothing was written.
 */
export async function saveProgress(
  db: Db,
  {
    batchId,
    lease,
    items,
    audit = [],
  }: {
    batchId: string
    lease: Lease
    items: readonly ItemProgress[]
    audit?: readonly { event: AuditEvent; line: number }[]
  },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return false
    for (const item of items) {
      await tx
        .updateTable('batch_items')
        .set({
          user_id: item.userId,
          user_principal_name: item.userPrincipalName,
          display_name: item.displayName,
          job_title: item.jobTitle,
          user_type: item.userType,
          directory_roles: item.directoryRoles && JSON.stringify(item.directoryRoles),
          account_enabled: fromBoolean(item.accountEnabled),
          before: fromBoolean(item.before),
          after: fromBoolean(item.after),
          stage: item.stage,
          outcome: item.outcome,
          code: item.code,
          graph_request_id: item.graphRequestId,
          attempts: item.attempts,
          not_before_ms: item.notBeforeMs,
          at: item.at,
        })
        .where('batch_id', '=', batchId)
        .where('line', '=', item.line)
        .where('stage', '!=', 'done')
        .execute()
    }
    await appendAuditEvents(
      tx,
      audit.map(({ event, line }) => ({ event, subject: `batch/${batchId}/${line}` })),
    )
    return true
  })
}

/**
 * A batch begins, or goes on.
 *
 * @returns false when there is nothing to do: the lease was lost, or the batch has ended or waits for its
 * person since it was listed.
 */
export function startBatch(db: Db, lease: Lease, id: string, at: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return false
    const row = await tx
      .updateTable('batches')
      .set((eb) => ({
        status: eb
          .case()
          .when('status', '=', 'queued')
          .then('running' as const)
          .else(eb.ref('status'))
          .end(),
        started_at: eb.fn.coalesce('started_at', eb.val(at)),
      }))
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .where(({ eb, or }) =>
        or([eb('status', '!=', 'paused'), eb('cancel_requested_at', 'is not', null)]),
      )
      .executeTakeFirstOrThrow()
    return row.numUpdatedRows === 1n
  })
}

/** Ends a batch: its token goes with it. @returns false when the lease was lost. */
export function finishBatch(
  db: Db,
  {
    lease,
    id,
    status,
    at,
    audit,
  }: {
    lease: Lease
    id: string
    status: 'completed' | 'cancelled'
    at: string
    audit: AuditEvent
  },
): Promise<boolean> {
  return underLease(db, lease, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('batches')
      .set({ status, pause_reason: null, finished_at: at })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .executeTakeFirstOrThrow()
    await tx.deleteFrom('batch_tokens').where('batch_id', '=', id).execute()
    if (numUpdatedRows === 1n) await appendAuditEvents(tx, [{ event: audit }])
  })
}

/** A batch waits for its person. @returns false when the lease was lost. */
export function pauseBatch(
  db: Db,
  {
    lease,
    id,
    reason,
    audit,
  }: { lease: Lease; id: string; reason: PauseReason; audit: AuditEvent },
): Promise<boolean> {
  return underLease(db, lease, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('batches')
      .set({ status: 'paused', pause_reason: reason })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) await appendAuditEvents(tx, [{ event: audit }])
  })
}

/**
 * Lets a paused batch go on, with a token of its person's new sign-in.
 *
 * @returns false when it is not paused.
 */
export async function resumeBatch(
  db: Db,
  { id, sealedToken, audit }: { id: string; sealedToken: string; audit: AuditEvent },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('batches')
      .set({ status: 'queued', pause_reason: null })
      .where('id', '=', id)
      .where('status', '=', 'paused')
      .executeTakeFirstOrThrow()
    if (numUpdatedRows !== 1n) return false
    await tx
      .insertInto('batch_tokens')
      .values({ batch_id: id, sealed: sealedToken })
      .onConflict((conflict) => conflict.column('batch_id').doUpdateSet({ sealed: sealedToken }))
      .execute()
    await appendAuditEvents(tx, [{ event: audit }])
    return true
  })
}

/** A person's batches that wait for them. */
export async function listPausedBatches(db: Db, personId: string): Promise<Batch[]> {
  const rows = await db
    .selectFrom('batches')
    .selectAll()
    .where('person_id', '=', personId)
    .where('status', '=', 'paused')
    .execute()
  return rows.map(toBatch)
}

/** Asks whoever runs a batch to stop. @returns false when it has ended, or was asked before. */
export async function requestCancel(
  db: Db,
  { id, at, audit }: { id: string; at: string; audit: AuditEvent },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('batches')
      .set({ cancel_requested_at: at })
      .where('id', '=', id)
      .where('finished_at', 'is', null)
      .where('cancel_requested_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 1n) await appendAuditEvents(tx, [{ event: audit }])
    return numUpdatedRows === 1n
  })
}

/** Whether a batch was asked to stop since. */
export async function isCancelRequested(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('batches')
    .select('cancel_requested_at')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.cancel_requested_at != null
}

export async function readBatchToken(db: Db, batchId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('batch_tokens')
    .select('sealed')
    .where('batch_id', '=', batchId)
    .executeTakeFirst()
  return row?.sealed
}

/** Keeps the refresh token that the last refresh left. @returns false when the lease was lost. */
export function saveBatchToken(
  db: Db,
  { lease, batchId, sealed }: { lease: Lease; batchId: string; sealed: string },
): Promise<boolean> {
  return underLease(db, lease, async (tx) => {
    await tx.updateTable('batch_tokens').set({ sealed }).where('batch_id', '=', batchId).execute()
  })
}

function underLease(db: Db, lease: Lease, work: (tx: Db) => Promise<void>): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return false
    await work(tx)
    return true
  })
}

function fromBoolean(value: boolean | null): 0 | 1 | null {
  return value === null ? null : toFlag(value)
}
