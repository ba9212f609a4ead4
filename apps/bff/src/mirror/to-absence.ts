import { GraphRequestError } from '@vestibule/graph'
import { readMirroredUser } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'

/** So long after somebody was made they may be known to one part of Microsoft's and not to another. */
const YOUNG_MS = 10 * 60_000
const COME_AGAIN_SECONDS = 5

/**
 * What it means that Graph did not find somebody, to be thrown: who is kept here and was made minutes ago may
 * only not have come everywhere yet.
 *
 * @param id object id; a principal name is looked for at Graph alone
 */
export async function toAbsence(
  { store, now }: AppContext,
  { entra }: Caller,
  { id, error }: { id: string; error: unknown },
): Promise<unknown> {
  if (!(error instanceof GraphRequestError) || error.failure !== 'not_found') return error
  const tenantId = entra?.tenantId
  const user = tenantId && (await readMirroredUser(store.db, { tenantId, id }))
  const createdAt = user ? user.createdAt : null
  // Of who is not known, or without the instant, it is not a number.
  const ageMs = now().getTime() - Date.parse(createdAt ?? '')
  if (!(ageMs < YOUNG_MS)) return error
  return new AppError('not_there_yet', { cause: error, retryAfterSeconds: COME_AGAIN_SECONDS })
}
