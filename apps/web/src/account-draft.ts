import { dropTabDraft, keepTabDraft, readTabDraft } from './tab-drafts.ts'

/** What somebody is about to do to one account. */
export interface AccountDraft {
  action: 'disable' | 'enable'
  reason: string
  revokeSessions: boolean
  /** The Idempotency-Key. */
  key: string
  /** Once it was done: the batch of one, which can be taken back. */
  batchId?: string
}

const toName = (userId: string) => `account.${userId}`

export function createAccountDraft(action: AccountDraft['action']): AccountDraft {
  return { action, reason: '', revokeSessions: true, key: crypto.randomUUID() }
}

export function readAccountDraft(personId: string, userId: string): AccountDraft | undefined {
  const draft = readTabDraft(toName(userId), personId)
  const isDraft = typeof draft === 'object' && draft !== null && 'key' in draft
  return isDraft ? (draft as AccountDraft) : undefined
}

export function keepAccountDraft(personId: string, userId: string, draft: AccountDraft): void {
  keepTabDraft(toName(userId), personId, draft)
}

export function dropAccountDraft(userId: string): void {
  dropTabDraft(toName(userId))
}
