import type { ListUsersQuery } from '@vestibule/contract'
import { readMirror } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { MIRROR_CURSOR, type MirrorView } from './mirrored-people.ts'

/**
 * The directory that is kept here, if a list can come from it: once it is complete, unless Microsoft is to be
 * asked. Only for who would be answered by Microsoft as well, and no more of it.
 *
 * @returns undefined where Microsoft is to be asked
 * @throws {AppError} `invalid_request` for what only a kept directory can do.
 * @throws {TokenError} or {AppTokenError}
 * @throws {GraphRequestError}
 */
export async function chooseSource(
  { config, store, sights }: AppContext,
  caller: Caller,
  query: { [Name in 'source' | 'cursor' | 'skip']?: ListUsersQuery[Name] | undefined } = {},
): Promise<MirrorView | undefined> {
  const { source, cursor, skip } = query
  if (cursor !== undefined && skip !== undefined) {
    throw refuse('skip', 'Give either `cursor` or `skip`.')
  }
  const isOurs = cursor?.startsWith(MIRROR_CURSOR) ?? false
  const isLive = source === 'graph' || (cursor !== undefined && !isOurs)
  const tenantId = caller.entra?.tenantId
  const mirror =
    isLive || config.mirrorRefreshSeconds === 0 || tenantId === undefined
      ? undefined
      : await readMirror(store.db, tenantId)
  if (mirror?.isComplete && mirror.asOf) {
    const sees = await sights.readSight(caller)
    return { tenantId: mirror.tenantId, sees, asOf: mirror.asOf }
  }
  if (isOurs) throw refuse('cursor', 'The list is not kept here any more: begin it anew.')
  if (skip) throw refuse('skip', 'Microsoft Graph cannot skip: go on with `cursor`.')
  return undefined
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid_request', { detail: message, errors: [{ path, message }] })
}
