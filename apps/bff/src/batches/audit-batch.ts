import type { AuditEvent, Batch, BatchItem } from '@vestibule/store'

type Told = Pick<AuditEvent, 'at' | 'action' | 'outcome'>

/** What happened to a batch as a whole. */
export function toBatchEvent(
  batch: Pick<Batch, 'id' | 'tenantId' | 'reason' | 'action' | 'dryRun' | 'undoOf' | 'retryOf'> & {
    actor: Omit<Batch['actor'], 'subject'>
  },
  { at, action, outcome }: Told,
  total?: number,
): AuditEvent {
  return {
    at,
    tenantId: batch.tenantId,
    actor: toActor(batch),
    action,
    target: { id: batch.id, name: `${batch.action}${batch.dryRun ? ' (dry run)' : ''}` },
    outcome,
    reason: batch.reason,
    details: {
      ...(total !== undefined && { accounts: total }),
      ...toClient(batch),
      ...(batch.undoOf && { undoOf: batch.undoOf }),
      ...(batch.retryOf && { retryOf: batch.retryOf }),
    },
  }
}

/** What came of one account. */
export function toItemEvent(
  batch: Batch,
  item: Pick<
    BatchItem,
    | 'line'
    | 'input'
    | 'userId'
    | 'userPrincipalName'
    | 'before'
    | 'after'
    | 'outcome'
    | 'code'
    | 'graphRequestId'
    | 'attempts'
  >,
  at: string,
): AuditEvent {
  return {
    at,
    tenantId: batch.tenantId,
    actor: toActor(batch),
    action: `account.${batch.action}`,
    target: { id: item.userId, name: item.userPrincipalName ?? item.input },
    outcome: item.outcome ?? 'pending',
    reason: batch.reason,
    details: {
      ...toClient(batch),
      batch: batch.id,
      line: item.line,
      before: item.before,
      after: item.after,
      code: item.code,
      graphRequestId: item.graphRequestId,
      attempts: item.attempts,
    },
  }
}

/** Through which client, where it was not a browser. */
function toClient({ actor }: Acted) {
  return actor.clientId === undefined ? {} : { client: actor.clientId }
}

type Acted = { actor: Omit<Batch['actor'], 'subject'> }

function toActor({ actor }: Acted): AuditEvent['actor'] {
  return { personId: actor.personId, objectId: actor.objectId, name: actor.name }
}
