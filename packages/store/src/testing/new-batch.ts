import { randomUUID } from 'node:crypto'
import type { AuditEvent } from '../audit.ts'
import type { createBatch, NewBatchItem } from '../batches.ts'
import { BEGIN } from './add-session.ts'

type Wish = Parameters<typeof createBatch>[1]

export const EVENT: AuditEvent = {
  at: BEGIN,
  tenantId: 'tenant-1',
  actor: { personId: 'person-1', objectId: 'object-1', name: 'Ada Admin' },
  action: 'batch.accepted',
  target: null,
  outcome: 'accepted',
  reason: 'Left',
  details: {},
}

export function toItems(count: number): NewBatchItem[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    input: `user-${index + 1}@contoso.test`,
    name: `user-${index + 1}@contoso.test`,
  }))
}

/** What `createBatch` takes, for a batch of one account that is to be disabled. */
export function createNewBatch({
  tenantId = EVENT.tenantId,
  personId = 'person-1',
  createdAt = BEGIN,
  ...more
}: Partial<Wish> & { tenantId?: string; personId?: string; createdAt?: string } = {}): Wish {
  return {
    batch: {
      id: randomUUID(),
      tenantId,
      actor: { personId, objectId: 'object-1', subject: 'subject-1', name: 'Ada Admin' },
      action: 'disable',
      reason: 'Left',
      revokeSessions: false,
      dryRun: false,
      undoOf: null,
      retryOf: null,
      createdAt,
    },
    items: toItems(1),
    sealedToken: 'sealed',
    audit: { ...EVENT, tenantId },
    ...more,
  }
}
