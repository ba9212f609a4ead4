import { type Batch, listPausedBatches, resumeBatch } from '@vestibule/store'
import type { AppContext } from '../context.ts'
import { toBatchEvent } from './audit-batch.ts'

/** Lets the batches go on that wait for somebody who has just signed in. */
export async function resumeWaitingBatches(
  context: AppContext,
  personId: string,
  refreshToken: string | undefined,
): Promise<void> {
  if (!refreshToken) return
  for (const batch of await listPausedBatches(context.store.db, personId)) {
    await resume(context, batch, refreshToken)
  }
}

/** @returns false when it is not paused. */
export async function resume(
  { store, batchTokens, batchRunner, now }: AppContext,
  batch: Batch,
  refreshToken: string,
): Promise<boolean> {
  const event = { at: now().toISOString(), action: 'batch.resumed', outcome: 'resumed' }
  const isResumed = await resumeBatch(store.db, {
    id: batch.id,
    sealedToken: await batchTokens.seal(batch.id, refreshToken),
    audit: toBatchEvent(batch, event),
  })
  if (isResumed) batchRunner.kick()
  return isResumed
}
