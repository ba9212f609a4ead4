import type { Db } from './database.ts'
import { type KeyRing, rewrap } from './seal.ts'
import { UnsealError } from './store-error.ts'

/** Names a batch's token: what its seal is bound to. */
export function toBatchTokenRow(batchId: string): string {
  return `batch_token/${batchId}`
}

/**
 * Seals the tokens of all batches with the newest key of the ring, after which the older ones can go. One
 * that no key opens is left as it is: its batch waits for its person. See `rewrapSessionTokens` for the
 * order of things.
 */
export async function rewrapBatchTokens(db: Db, ring: KeyRing): Promise<{ rewrapped: number }> {
  let rewrapped = 0
  const rows = await db.selectFrom('batch_tokens').selectAll().execute()
  for (const { batch_id: batchId, sealed: before } of rows) {
    const sealed = await rewrap(before, { ring, row: toBatchTokenRow(batchId) }).catch(
      (error: unknown) => {
        if (!(error instanceof UnsealError)) throw error
        return undefined
      },
    )
    if (!sealed) continue
    const { numUpdatedRows } = await db
      .updateTable('batch_tokens')
      .set({ sealed })
      .where('batch_id', '=', batchId)
      // One that a refresh left meanwhile is the better one.
      .where('sealed', '=', before)
      .executeTakeFirst()
    rewrapped += Number(numUpdatedRows)
  }
  return { rewrapped }
}
