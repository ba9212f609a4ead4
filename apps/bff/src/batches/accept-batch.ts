import { randomUUID } from 'node:crypto'
import { type Graph, listDirectoryRoleTemplateIds, listUsers } from '@vestibule/graph'
import {
  type BatchActor,
  createBatch,
  type NewBatchItem,
  readKey,
  type Session,
} from '@vestibule/store'
import { toRoleGrants, toRoles } from '../accounts/role-grants.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import { toGraphFilters } from '../directory/directory-users.ts'
import { withGraph } from '../directory/graph-for-session.ts'
import type { SessionHandle } from '../tokens/token-vault.ts'
import { toBatchEvent } from './audit-batch.ts'
import { toBatchScopes } from './batch-scopes.ts'
import { type BatchRequest, changesAccounts, hashRequest, toName } from './to-batch-request.ts'

/** Who may have batches run. */
export const BATCH_ROLES = ['Admin', 'Batches.Write']

const KEY_LIFE_MS = 24 * 60 * 60_000

export interface Caller {
  session: Session
  handle: SessionHandle
}

type Acceptance = Omit<BatchRequest, 'users' | 'selection'> & {
  items: readonly NewBatchItem[]
  undoOf?: string | null
  retryOf?: string | null
  idempotency?: { key: string; requestHash: string } | undefined
}

/**
 * Accepts a batch of a caller's request.
 *
 * @returns its id; of the batch before, where the key was used for the same request.
 * @throws {AppError} `conflict` when the key was used for another one, `forbidden` when the role is gone.
 * @throws {TokenError}
 * @throws {GraphRequestError}
 */
export async function acceptRequest(
  context: AppContext,
  caller: Caller,
  request: BatchRequest,
  key: string | undefined,
): Promise<string> {
  const idempotency = key ? { key, requestHash: hashRequest(request) } : undefined
  if (idempotency) {
    const now = context.now().toISOString()
    const personId = caller.session.person.id
    const used = await readKey(context.store.db, { personId, key: idempotency.key, now })
    if (used && used.requestHash !== idempotency.requestHash) throw toKeyConflict()
    if (used) return used.batchId
  }
  const { users, selection, ...rest } = request
  const items = users
    ? users.map((input, index) => ({ line: index + 1, input, name: toName(input) }))
    : await listSelected(context, caller, selection ?? {})
  return acceptItems(context, caller, { ...rest, items, idempotency })
}

/** The same for items that are known already. */
export async function acceptItems(
  context: AppContext,
  { session, handle }: Caller,
  { items, idempotency, undoOf = null, retryOf = null, ...request }: Acceptance,
): Promise<string> {
  const { store, graph, vault, batchTokens, batchRunner, now } = context
  const { entra } = session
  if (!entra) throw new AppError('entra_account_required')
  await withGraph(graph, handle, toBatchScopes(request), async (as) => {
    if (changesAccounts(request)) await demandRole(as, session)
  })
  const refreshToken = await vault.readRefreshToken(handle)
  const claims = await vault.readIdTokenClaims(handle)
  if (!refreshToken || !claims) throw new AppError('session_expired')

  const id = randomUUID()
  const at = now()
  const actor: BatchActor = {
    personId: session.person.id,
    objectId: entra.objectId,
    subject: claims.sub,
    name: session.person.displayName,
  }
  const batch = {
    ...request,
    id,
    tenantId: entra.tenantId,
    actor,
    undoOf,
    retryOf,
    createdAt: at.toISOString(),
  }
  const event = { at: batch.createdAt, action: 'batch.accepted', outcome: 'accepted' }
  const expiresAt = new Date(at.getTime() + KEY_LIFE_MS).toISOString()
  const created = await createBatch(store.db, {
    batch,
    items,
    sealedToken: await batchTokens.seal(id, refreshToken),
    idempotency: idempotency && { ...idempotency, expiresAt },
    audit: toBatchEvent(batch, event, items.length),
  })
  if (created.outcome === 'other_request') throw toKeyConflict()
  batchRunner.kick()
  return created.outcome === 'known' ? created.batchId : id
}

/** Read again, of Graph: what the sign-in stored may be hours old. */
async function demandRole(as: Graph, { entra }: Session): Promise<void> {
  const appRoles = (entra?.roleGrants ?? []).filter(({ source }) => source === 'app_role')
  const directoryRoleTemplateIds = await listDirectoryRoleTemplateIds(as)
  const grants = toRoleGrants({
    appRoles: appRoles.map(({ role }) => role),
    directoryRoleTemplateIds,
    licenceSkuIds: [],
  })
  if (!toRoles(grants).some((role) => BATCH_ROLES.includes(role))) {
    throw new AppError('forbidden', { detail: 'You do not have the role for this any more.' })
  }
}

/** Everybody whom a list of people would show now. */
async function listSelected(
  { config, graph }: AppContext,
  { handle }: Caller,
  { search, filter = [] }: NonNullable<BatchRequest['selection']>,
): Promise<NewBatchItem[]> {
  const { maxItems } = config.batches
  const filters = toGraphFilters(filter)
  return withGraph(graph, handle, ['User.Read.All'], async (as) => {
    const items: NewBatchItem[] = []
    let skipToken: string | undefined
    do {
      const orderBy = { property: 'displayName', descending: false }
      const page = await listUsers(as, { search, filters, orderBy, top: 999, skipToken })
      if ((page.total ?? items.length) > maxItems) {
        const message = `${page.total} accounts match, more than the ${maxItems} of one batch.`
        const errors = [{ path: '/selection', message }]
        throw new AppError('invalid_request', { detail: message, errors })
      }
      for (const { id, userPrincipalName } of page.users) {
        const input = userPrincipalName ?? id
        items.push({ line: items.length + 1, input, name: id, userId: id })
      }
      skipToken = page.nextSkipToken
    } while (skipToken)
    if (items.length > 0) return items
    const message = 'Nobody matches.'
    const errors = [{ path: '/selection', message }]
    throw new AppError('invalid_request', { detail: message, errors })
  })
}

function toKeyConflict(): AppError {
  return new AppError('conflict', { detail: 'This Idempotency-Key was used for another request.' })
}
