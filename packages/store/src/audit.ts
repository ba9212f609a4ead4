import { hash } from 'node:crypto'
import type { Db } from './database.ts'

/** Who did what to whom, when and why. */
export interface AuditEvent {
  at: string
  tenantId: string
  actor: { personId: string | null; objectId: string | null; name: string }
  /** Such as `account.disable` or `batch.accepted`. */
  action: string
  target: { id: string | null; name: string } | null
  outcome: string
  reason: string | null
  /** What else is worth knowing: ids, states, codes. Never a token. */
  details: Record<string, string | number | boolean | null>
}

export interface RecordedAuditEvent extends AuditEvent {
  sequence: number
  hash: string
}

/**
 * Adds entries, each chained to the one before it by a hash, within the transaction of what they tell of.
 * The row of the last entry is locked until it ends, so that entries of several processes form one chain.
 *
 * @param events `subject` names what may be entered once: a second entry of it makes the whole fail
 */
export async function appendAuditEvents(
  tx: Db,
  events: readonly { event: AuditEvent; subject?: string }[],
): Promise<void> {
  if (events.length === 0) return
  const head = await tx
    .updateTable('audit_head')
    .set((eb) => ({ sequence: eb('sequence', '+', events.length) }))
    .where('id', '=', 1)
    .returning(['sequence', 'hash'])
    .executeTakeFirstOrThrow()
  let sequence = Number(head.sequence) - events.length
  let previousHash = head.hash
  const rows = events.map(({ event, subject = null }) => {
    sequence += 1
    const body = JSON.stringify(event)
    const row = {
      sequence,
      tenant_id: event.tenantId,
      subject,
      target_id: toTargetId(event),
      body,
      previous_hash: previousHash,
      hash: toHash({ sequence, body, previousHash }),
    }
    previousHash = row.hash
    return row
  })
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await tx
      .insertInto('audit_events')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
  await tx.updateTable('audit_head').set({ hash: previousHash }).where('id', '=', 1).execute()
}

/** An entry moved to another target would not be found there, and its body would not tell. */
function toTargetId({ target }: AuditEvent): string | null {
  return target?.id ?? null
}

/** Enters one by itself, for what changes nothing else here. */
export function recordAuditEvent(db: Db, event: AuditEvent): Promise<void> {
  return db.transaction().execute((tx) => appendAuditEvents(tx, [{ event }]))
}

/** Under the number of parameters that a statement may have. */
const ROWS_AT_ONCE = 500

interface AuditQuery {
  tenantId: string
  /** Only those about this person or batch. */
  targetId?: string | undefined
  before?: number | undefined
  top: number
}

/** A tenant's entries, the newest first. */
export async function listAuditEvents(
  db: Db,
  { tenantId, targetId, before, top }: AuditQuery,
): Promise<RecordedAuditEvent[]> {
  const rows = await db
    .selectFrom('audit_events')
    .select(['sequence', 'body', 'hash'])
    .where('tenant_id', '=', tenantId)
    .$if(targetId !== undefined, (query) => query.where('target_id', '=', targetId ?? ''))
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .orderBy('sequence', 'desc')
    .limit(top)
    .execute()
  return rows.map(({ sequence, body, hash }) => ({
    ...JSON.parse(body),
    sequence: Number(sequence),
    hash,
  }))
}

export type AuditVerdict =
  | { isWhole: true; entries: number; hash: string }
  /** `sequence` is the first entry that does not fit; `reason` says how. */
  | { isWhole: false; sequence: number; reason: 'altered' | 'missing' | 'cut_off' }

/** Walks the whole chain: an entry that was altered, taken out or cut off at the end shows. */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  let sequence = 0
  let previousHash = ''
  for (;;) {
    const rows = await db
      .selectFrom('audit_events')
      .select(['sequence', 'target_id', 'body', 'previous_hash', 'hash'])
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(ROWS_AT_ONCE)
      .execute()
    for (const row of rows) {
      const expected = sequence + 1
      if (Number(row.sequence) !== expected) {
        return { isWhole: false, sequence: expected, reason: 'missing' }
      }
      const hash = toHash({ sequence: expected, body: row.body, previousHash })
      const isAsWritten = row.previous_hash === previousHash && row.hash === hash
      if (!isAsWritten || row.target_id !== toTargetId(JSON.parse(row.body))) {
        return { isWhole: false, sequence: expected, reason: 'altered' }
      }
      sequence = expected
      previousHash = hash
    }
    if (rows.length < ROWS_AT_ONCE) break
  }
  const head = await db
    .selectFrom('audit_head')
    .select(['sequence', 'hash'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  // More may have been added since the last page was read.
  if (
    Number(head.sequence) < sequence ||
    (Number(head.sequence) === sequence && head.hash !== previousHash)
  ) {
    return { isWhole: false, sequence, reason: 'altered' }
  }
  if (Number(head.sequence) > sequence) {
    const next = await db
      .selectFrom('audit_events')
      .select('sequence')
      .where('sequence', '>', sequence)
      .executeTakeFirst()
    if (!next) return { isWhole: false, sequence: sequence + 1, reason: 'cut_off' }
  }
  return { isWhole: true, entries: sequence, hash: previousHash }
}

function toHash(entry: { sequence: number; body: string; previousHash: string }): string {
  return hash('sha256', `${entry.previousHash}\n${entry.sequence}\n${entry.body}`, 'base64url')
}
