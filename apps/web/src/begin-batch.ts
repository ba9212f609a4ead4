import type { Client, UserBatch } from '@vestibule/client'
import type { BatchDraft } from './batch-draft.ts'
import { readSource } from './read-source.ts'
import { toSelection } from './to-selection.ts'

const ITEMS_AT_ONCE = 1_000

/** Asks what would happen to the accounts of a draft; or where they shall only be looked up, does that. */
export function lookFirst(client: Client, draft: BatchDraft): Promise<UserBatch> {
  const { action, source, key } = draft
  const dryRun = action !== 'query'
  const whom =
    source.kind === 'matching'
      ? { selection: toSelection(source) }
      : { users: readSource(source)?.entries.map(({ value }) => value) ?? [] }
  // The batch that changes something has the draft's own key.
  return client.createUserBatch({ action, dryRun, ...whom }, { key: dryRun ? `${key}-dry` : key })
}

/**
 * Begins a draft's batch. It is for the accounts that were looked at, one by one: who matches a search
 * only since then was never shown, and is left alone.
 */
export async function beginBatch(
  client: Client,
  draft: BatchDraft,
  lookId: string,
): Promise<UserBatch> {
  const { action, source, reason, revokeSessions, key } = draft
  const users =
    readSource(source)?.entries.map(({ value }) => value) ?? (await listInputs(client, lookId))
  return client.createUserBatch(
    { action, users, reason, revokeSessions: action === 'disable' && revokeSessions },
    { key },
  )
}

async function listInputs(client: Client, id: string): Promise<string[]> {
  const inputs: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await client.listUserBatchItems(id, {
      top: ITEMS_AT_ONCE,
      ...(cursor && { cursor }),
    })
    inputs.push(...page.items.map(({ input }) => input))
    cursor = page.nextCursor
  }
  return inputs
}
