import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AuditEvent } from '@vestibule/client'
import { isOutcome } from '../batch-outcomes.ts'
import { toOutcomeText } from './batch-texts.ts'

const ACTIONS: Record<string, MessageDescriptor> = {
  'account.disable': msg`Disable account`,
  'account.enable': msg`Enable account`,
  'batch.accepted': msg`Batch asked for`,
  'batch.completed': msg`Batch finished`,
  'batch.paused': msg`Batch paused`,
  'batch.resumed': msg`Batch resumed`,
  'batch.cancelled': msg`Batch cancelled`,
  'batch.cancel_requested': msg`Cancelling a batch asked for`,
  'mailbox.list': msg`Mailbox opened`,
  'mailbox.read': msg`Message read`,
  'users.export': msg`List of people exported`,
}

/** Where what came of it makes it another thing. */
const REFUSED: Record<string, MessageDescriptor> = {
  'mailbox.list': msg`Mailbox asked for, and refused`,
  'mailbox.read': msg`Message asked for, and refused`,
}

const BATCH_TARGETS: Record<string, MessageDescriptor> = {
  query: msg`Look up`,
  disable: msg`Disable`,
  enable: msg`Enable`,
  'query (dry run)': msg`Dry run: look up`,
  'disable (dry run)': msg`Dry run: disable`,
  'enable (dry run)': msg`Dry run: enable`,
}

/** What was done; undefined for what a newer server knows. */
export function toActionText({ action, outcome }: AuditEvent): MessageDescriptor | undefined {
  if (outcome === 'refused' && Object.hasOwn(REFUSED, action)) return REFUSED[action]
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
}

/** What a batch was for; undefined where the target is somebody. */
export function toBatchTarget({ action, target }: AuditEvent): MessageDescriptor | undefined {
  if (!action.startsWith('batch.') || target === null) return undefined
  return Object.hasOwn(BATCH_TARGETS, target.name) ? BATCH_TARGETS[target.name] : undefined
}

/** What came of it. Of a batch as a whole, its action says it. */
export function toAuditOutcome({ action, outcome }: AuditEvent) {
  const batchAction = action === 'account.enable' ? 'enable' : 'disable'
  if (!action.startsWith('account.') || !isOutcome(outcome)) return undefined
  const batch = { action: batchAction, dryRun: false, undoOf: null } as const
  return { batch, outcome, words: toOutcomeText(batch, outcome) }
}

/** The batch that an entry belongs to. */
export function toAuditBatch({ action, target, details }: AuditEvent): string | undefined {
  if (action.startsWith('batch.')) return target?.id ?? undefined
  return typeof details.batch === 'string' ? details.batch : undefined
}
