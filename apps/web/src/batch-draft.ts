import type { UserBatchRequest } from '@vestibule/client'
import { dropTabDraft, keepTabDraft, readTabDraft } from './tab-drafts.ts'
import { readFilters, type UserFilter } from './user-filters.ts'

export type BatchAction = UserBatchRequest['action']

/** Whom a batch is for: pasted, from a file, or everybody whom a search and filters find. */
export type DraftSource =
  | { kind: 'text'; text: string }
  | { kind: 'csv'; name: string; text: string }
  | {
      kind: 'matching'
      search: string
      filter: UserFilter[]
      /** Found by Microsoft, whatever is kept on the server. */
      isLive?: boolean
      count: number | null
    }

/** A batch that somebody is about to ask for. Holds nothing that opens anything. */
export interface BatchDraft {
  action: BatchAction
  source: DraftSource
  reason: string
  revokeSessions: boolean
  /** The Idempotency-Key: the same request sent twice is one batch. */
  key: string
  /** The dry run that tells what would happen. */
  lookId?: string
}

const NAME = 'batch'

export function readDraft(personId: string): BatchDraft | undefined {
  const draft = readTabDraft(NAME, personId)
  if (!isDraft(draft)) return undefined
  const { source } = draft
  return source.kind === 'matching'
    ? { ...draft, source: { ...source, filter: readFilters(source.filter) } }
    : draft
}

export function keepDraft(personId: string, draft: BatchDraft): void {
  keepTabDraft(NAME, personId, draft)
}

export function dropDraft(): void {
  dropTabDraft(NAME)
}

export function createDraft(given: Partial<BatchDraft> = {}): BatchDraft {
  return {
    action: 'disable',
    source: { kind: 'text', text: '' },
    reason: '',
    revokeSessions: true,
    key: crypto.randomUUID(),
    ...given,
  }
}

/** With another list or act, what was found out before says nothing any more. */
export function changeDraft(draft: BatchDraft, change: Partial<BatchDraft>): BatchDraft {
  const { lookId: _, ...anew } = draft
  const isOther = 'action' in change || 'source' in change
  // Another request is another batch.
  const key = 'lookId' in change ? draft.key : crypto.randomUUID()
  return { ...(isOther ? anew : draft), key, ...change }
}

function isDraft(value: unknown): value is BatchDraft {
  return typeof value === 'object' && value !== null && 'source' in value && 'key' in value
}
