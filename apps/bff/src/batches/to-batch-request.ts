import { hash } from 'node:crypto'
import type { UserBatchRequest } from '@vestibule/contract'
import { parseUserList } from '@vestibule/user-list'
import { AppError } from '../app-error.ts'

/** What a batch shall do, held against the rules that a schema cannot say. */
export interface BatchRequest
  extends Required<Pick<UserBatchRequest, 'action' | 'revokeSessions' | 'dryRun'>> {
  users: UserBatchRequest['users'] | undefined
  selection: UserBatchRequest['selection'] | undefined
  reason: string | null
}

/** PostgreSQL holds every character but this one. */
const UNWRITABLE = 'Text with the character U+0000 cannot be kept.'

/**
 * @throws {AppError} `invalid_request`, naming the field.
 */
export function toBatchRequest(body: UserBatchRequest, maxItems: number): BatchRequest {
  const { action, users, selection, revokeSessions = false, dryRun = false } = body
  const reason = body.reason?.trim() || null
  if ((users === undefined) === (selection === undefined)) {
    throw refuse('/users', 'Give either `users` or `selection`.')
  }
  if (users && users.length > maxItems) {
    throw refuse('/users', `${users.length} accounts are more than the ${maxItems} of one batch.`)
  }
  if (users?.some((input) => input.includes('\0'))) throw refuse('/users', UNWRITABLE)
  if (reason?.includes('\0')) throw refuse('/reason', UNWRITABLE)
  if (revokeSessions && action !== 'disable') {
    throw refuse('/revokeSessions', 'Sessions are ended only where accounts are disabled.')
  }
  if (changesAccounts({ action, dryRun }) && !reason) {
    throw refuse('/reason', 'Say why: it is kept with every account that is changed.')
  }
  return { action, users, selection, reason, revokeSessions, dryRun }
}

/** Whether accounts are written to. */
export function changesAccounts({ action, dryRun }: Pick<BatchRequest, 'action' | 'dryRun'>) {
  return action !== 'query' && !dryRun
}

/** The same for the same request, for `Idempotency-Key`. */
export function hashRequest(request: BatchRequest): string {
  return hash('sha256', JSON.stringify(request), 'base64url')
}

/** What an entry of `users` is looked up by; null where it is no address and no id. */
export function toName(input: string): string | null {
  const { entries } = parseUserList(input)
  const [only] = entries
  return entries.length === 1 && only ? only.value : null
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid_request', { detail: message, errors: [{ path, message }] })
}
