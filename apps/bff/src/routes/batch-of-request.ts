import type { UserBatch } from '@vestibule/contract'
import { type Batch, readBatch } from '@vestibule/store'
import type { FastifyRequest } from 'fastify'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { toUserBatches } from './to-user-batch.ts'

/**
 * A batch of the caller's own organisation: another's is not there.
 *
 * @throws {AppError} `not_found`
 */
export async function getBatch(
  { store }: AppContext,
  { caller }: FastifyRequest,
  id: string,
): Promise<Batch> {
  const batch = await readBatch(store.db, { id, tenantId: caller.entra?.tenantId ?? '' })
  if (!batch) throw new AppError('not_found', { detail: 'There is no such batch.' })
  return batch
}

/** The same as the contract has it, as it is now. */
export async function getUserBatch(
  context: AppContext,
  request: FastifyRequest,
  id: string,
): Promise<UserBatch> {
  const batch = await getBatch(context, request, id)
  const [shown] = await toUserBatches(context, [batch])
  if (!shown) throw new AppError('not_found', { detail: 'There is no such batch.' })
  return shown
}
