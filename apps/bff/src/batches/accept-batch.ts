import { randomUUID } from 'node:crypto'
import { type BatchActor, createBatch, type NewBatchItem, readKey } from '@vestibule/store'
import type { Caller } from '../accounts/caller.ts'
import { readCurrentRoles } from '../accounts/read-current-roles.ts'
import { AppError } from '../app-error.ts'
import type { AppContext } from '../context.ts'
import type { GraphAddress } from '../directory/with-graph.ts'
import { chooseSource } from '../mirror/choose-source.ts'
import { openWholeList } from '../mirror/each-listed-user.ts'
import { toBatchEvent } from './audit-batch.ts'
import { toBatchScopes } from './batch-scopes.ts'
import { type BatchRequest, changesAccounts, hashRequest, toName } from './to-batch-request.ts'

/** The app role for batches, of people and of applications. */
export const BATCHES_APP_ROLE = 'Batches.Write'

/** Who may have batches run. */
export const BATCH_ROLES = ['Admin', BATCHES_APP_ROLE]

const KEY_LIFE_MS = 24 * 60 * 60_000

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
    const personId = caller.person.id
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
  caller: Caller,
  { items, idempotency, undoOf = null, retryOf = null, ...request }: Acceptance,
): Promise<string> {
  const { store, graph, batchTokens, batchRunner, now } = context
  const { entra, graphTokens } = caller
  if (!entra) throw new AppError('entra_account_required')
  const scopes = toBatchScopes(request)
  // Whoever lacks a permission is told now, and not by a batch that pauses.
  await graphTokens.getAccessToken({ scopes })
  if (changesAccounts(request)) await demandRole(graph, caller)
  const taken = await graphTokens.takeRefreshToken(scopes)

  const id = randomUUID()
  const at = now()
  const actor: BatchActor = { ...toBatchActor(caller), subject: taken?.subject ?? '' }
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
    sealedToken: taken && (await batchTokens.seal(id, taken.refreshToken)),
    idempotency: idempotency && { ...idempotency, expiresAt },
    audit: toBatchEvent(batch, event, items.length),
  })
  if (created.outcome === 'other_request') throw toKeyConflict()
  batchRunner.kick()
  return created.outcome === 'known' ? created.batchId : id
}

/** Who a batch, or what is done to it, is of. */
export function toBatchActor(caller: Caller): Omit<BatchActor, 'subject'> {
  const { kind, person, entra, clientId } = caller
  return {
    ...(kind === 'app' && { kind }),
    personId: person.id,
    objectId: entra?.objectId ?? '',
    name: person.displayName,
    ...(clientId !== null && { clientId }),
  }
}

async function demandRole(graph: GraphAddress, caller: Caller): Promise<void> {
  const roles = await readCurrentRoles(graph, caller)
  if (!BATCH_ROLES.some((role) => roles.includes(role))) {
    throw new AppError('forbidden', { detail: 'You do not have the role for this any more.' })
  }
}

/** Everybody whom a list of people would show now, from where the list comes from. */
async function listSelected(
  context: AppContext,
  caller: Caller,
  { source, ...wanted }: NonNullable<BatchRequest['selection']>,
): Promise<NewBatchItem[]> {
  const { maxItems } = context.config.batches
  const view = await chooseSource(context, caller, { source })
  const { total, pages } = await openWholeList(context, caller, { view, wanted })
  if (total !== null && total > maxItems) throw toTooMany(total, maxItems)
  const items: NewBatchItem[] = []
  for await (const users of pages) {
    for (const { id, userPrincipalName } of users) {
      const input = userPrincipalName ?? id
      items.push({ line: items.length + 1, input, name: id, userId: id })
    }
    if (items.length > maxItems) throw toTooMany(items.length, maxItems)
  }
  if (items.length > 0) return items
  throw toSelectionRefusal('Nobody matches.')
}

function toTooMany(count: number, maxItems: number): AppError {
  return toSelectionRefusal(`${count} accounts match, more than the ${maxItems} of one batch.`)
}

function toSelectionRefusal(message: string): AppError {
  const errors = [{ path: '/selection', message }]
  return new AppError('invalid_request', { detail: message, errors })
}

function toKeyConflict(): AppError {
  return new AppError('conflict', { detail: 'This Idempotency-Key was used for another request.' })
}
