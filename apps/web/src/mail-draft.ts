import { dropTabDraft, keepTabDraft, readTabDraft } from './tab-drafts.ts'

const NAME = 'mail'

/** Why somebody was about to open this mailbox when a sign-in came between; of no other mailbox. */
export function readMailReason(personId: string, of: string): string | undefined {
  const draft = readTabDraft(NAME, personId)
  const isDraft = typeof draft === 'object' && draft !== null && 'of' in draft && 'reason' in draft
  return isDraft && draft.of === of && typeof draft.reason === 'string' ? draft.reason : undefined
}

export function keepMailReason(personId: string, of: string, reason: string): void {
  keepTabDraft(NAME, personId, { of, reason })
}

export function dropMailReason(): void {
  dropTabDraft(NAME)
}
