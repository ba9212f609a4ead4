import { type AuditEvent, appendAuditEvents } from './audit.ts'
import type { Db } from './database.ts'
import type { BatchTable } from './tables/batch.table.ts'
import type { BatchItemTable } from './tables/batch-item.table.ts'

export type BatchAction = BatchTable['action']
export type BatchStatus = BatchTable['status']
export type PauseReason = NonNullable<BatchTable['pause_reason']>
export type ItemOutcome = NonNullable<BatchItemTable['outcome']>

/** Who asked for a batch. `subject` is the ID token's, by which a refreshed token is held to be theirs. */
export interface BatchActor {
  /** An application, whose batches run with our own application's token. Missing for a person. */
  kind?: 'app'
  personId: string
  objectId: string
  subject: string
  name: string
  /** The client that asked with a bearer token. */
  clientId?: string
}

export interface Batch {
  id: string
  tenantId: string
  actor: BatchActor
  action: BatchAction
  reason: string | null
  revokeSessions: boolean
  dryRun: boolean
  undoOf: string | null
  retryOf: string | null
  total: number
  status: BatchStatus
  pauseReason: PauseReason | null
  isCancelRequested: boolean
  createdAt: string
  startedAt: string | null
  finishedAt: string | null
}

export type NewBatch = Omit<
  Batch,
  'status' | 'pauseReason' | 'isCancelRequested' | 'startedAt' | 'finishedAt' | 'total'
>

export interface NewBatchItem {
  line: number
  input: string
  /** An object id, a user principal name or an address; null where the input is none. */
  name: string | null
  /** Where it is known already, such as from a selection. */
  userId?: string | null
  /** For an undo: what `accountEnabled` must still be. */
  expected?: boolean | null
}

/** Under the number of parameters that a statement may have. */
const ROWS_AT_ONCE = 1000

/** A key under which the same request may come again. */
export interface IdempotencyKey {
  key: string
  requestHash: string
  expiresAt: string
}

export type CreateBatchOutcome =
  | { outcome: 'created' }
  /** The key was used for the same request: that is its batch. */
  | { outcome: 'known'; batchId: string }
  /** The key was used for another request. */
  | { outcome: 'other_request' }

/**
 * Accepts a batch: with its items, its own token and the first entry in the audit, all or nothing. A key
 * that was used before makes nothing.
 */
export async function createBatch(
  db: Db,
  {
    batch,
    items,
    sealedToken,
    idempotency,
    audit,
  }: {
    batch: NewBatch
    items: readonly NewBatchItem[]
    /** Null where the batch runs with our own application's token. */
    sealedToken: string | null
    idempotency?: IdempotencyKey | undefined
    audit: AuditEvent
  },
): Promise<CreateBatchOutcome> {
  return db.transaction().execute(async (tx) => {
    if (idempotency) {
      const used = await takeKey(tx, batch, idempotency)
      if (used) return used
    }
    await tx
      .insertInto('batches')
      .values({
        id: batch.id,
        tenant_id: batch.tenantId,
        person_id: batch.actor.personId,
        actor: JSON.stringify(batch.actor),
        action: batch.action,
        reason: batch.reason,
        revoke_sessions: toFlag(batch.revokeSessions),
        dry_run: toFlag(batch.dryRun),
        undo_of: batch.undoOf,
        retry_of: batch.retryOf,
        total: items.length,
        status: 'queued',
        pause_reason: null,
        cancel_requested_at: null,
        created_at: batch.createdAt,
        started_at: null,
        finished_at: null,
      })
      .execute()
    for (let from = 0; from < items.length; from += ROWS_AT_ONCE) {
      const rows = items.slice(from, from + ROWS_AT_ONCE).map((item) => ({
        batch_id: batch.id,
        line: item.line,
        input: item.input,
        name: item.name,
        user_id: item.userId ?? null,
        expected: item.expected == null ? null : toFlag(item.expected),
        stage: 'pending' as const,
        attempts: 0,
        not_before_ms: 0,
      }))
      await tx.insertInto('batch_items').values(rows).execute()
    }
    if (sealedToken !== null) {
      const token = { batch_id: batch.id, sealed: sealedToken }
      await tx.insertInto('batch_tokens').values(token).execute()
    }
    await appendAuditEvents(tx, [{ event: audit }])
    return { outcome: 'created' }
  })
}

async function takeKey(
  tx: Db,
  batch: NewBatch,
  { key, requestHash, expiresAt }: IdempotencyKey,
): Promise<CreateBatchOutcome | undefined> {
  const row = {
    person_id: batch.actor.personId,
    key,
    request_hash: requestHash,
    batch_id: batch.id,
    expires_at: expiresAt,
  }
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('idempotency_keys')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'key'])
        .doUpdateSet(row)
        .where('idempotency_keys.expires_at', '<=', batch.createdAt),
    )
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 1n) return undefined
  const used = await readKey(tx, { personId: batch.actor.personId, key, now: batch.createdAt })
  return used?.requestHash === requestHash
    ? { outcome: 'known', batchId: used.batchId }
    : { outcome: 'other_request' }
}

/** What a key was last used for, while it is remembered. */
export async function readKey(
  db: Db,
  { personId, key, now }: { personId: string; key: string; now: string },
): Promise<{ requestHash: string; batchId: string } | undefined> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'batch_id'])
    .where('person_id', '=', personId)
    .where('key', '=', key)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { requestHash: row.request_hash, batchId: row.batch_id }
}

/** A batch of a tenant; others have none of that id. */
export async function readBatch(
  db: Db,
  { id, tenantId }: { id: string; tenantId: string },
): Promise<Batch | undefined> {
  const row = await db
    .selectFrom('batches')
    .selectAll()
    .where('id', '=', id)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row && toBatch(row)
}

/** A tenant's batches, the newest first. */
export async function listBatches(
  db: Db,
  {
    tenantId,
    before,
    top,
  }: {
    tenantId: string
    before?: { createdAt: string; id: string } | undefined
    top: number
  },
): Promise<Batch[]> {
  const rows = await db
    .selectFrom('batches')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(before !== undefined, (query) =>
      query.where(({ eb, or, and }) =>
        or([
          eb('created_at', '<', before?.createdAt ?? ''),
          and([eb('created_at', '=', before?.createdAt ?? ''), eb('id', '<', before?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(top)
    .execute()
  return rows.map(toBatch)
}

export function toBatch(row: BatchTable): Batch {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    actor: JSON.parse(row.actor),
    action: row.action,
    reason: row.reason,
    revokeSessions: row.revoke_sessions === 1,
    dryRun: row.dry_run === 1,
    undoOf: row.undo_of,
    retryOf: row.retry_of,
    total: row.total,
    status: row.status,
    pauseReason: row.pause_reason,
    isCancelRequested: row.cancel_requested_at !== null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

/** SQLite has no boolean. */
export function toFlag(value: boolean): 0 | 1 {
  return value ? 1 : 0
}
