import { hash, randomUUID } from 'node:crypto'
import type { AuditEvent, Db } from '@vestibule/store'

const ROWS_AT_ONCE = 500
const ENTRIES_A_PERSON = 20

/** Entries as batches leave them, chained as the store chains them: one by one they would take an hour. */
export async function fillAudit(
  db: Db,
  { tenantId, count }: { tenantId: string; count: number },
): Promise<void> {
  let previousHash = ''
  const targets = Array.from({ length: count / ENTRIES_A_PERSON }, () => randomUUID())
  await db.transaction().execute(async (tx) => {
    for (let done = 0; done < count; done += ROWS_AT_ONCE) {
      const rows = Array.from({ length: ROWS_AT_ONCE }, (_, at) => {
        const sequence = done + at + 1
        const id = targets[sequence % targets.length] as string
        const body = JSON.stringify(toEvent(tenantId, id, sequence))
        const previous = previousHash
        previousHash = hash('sha256', `${previous}\n${sequence}\n${body}`, 'base64url')
        return {
          sequence,
          tenant_id: tenantId,
          subject: null,
          target_id: id,
          body,
          previous_hash: previous,
          hash: previousHash,
        }
      })
      await tx.insertInto('audit_events').values(rows).execute()
    }
    await tx
      .updateTable('audit_head')
      .set({ sequence: count, hash: previousHash })
      .where('id', '=', 1)
      .execute()
  })
}

function toEvent(tenantId: string, id: string, sequence: number): AuditEvent {
  return {
    at: new Date(Date.now() - sequence).toISOString(),
    tenantId,
    actor: { personId: null, objectId: null, name: 'Ada Admin' },
    action: 'account.disable',
    target: { id, name: `Person ${sequence}` },
    outcome: 'succeeded',
    reason: 'A measurement',
    details: { line: sequence, before: true, after: false },
  }
}
