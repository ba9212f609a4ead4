import type {
  ListUsersQuery,
  User,
  UserNeighbours,
  UserOrder,
  UserPage,
  UsersSummary,
} from '@vestibule/contract'
import {
  type Db,
  eachMirroredUser,
  findMirroredNeighbours,
  findMirroredUsers,
  type MirroredUser,
  type MirrorQuery,
  summarizeMirror,
} from '@vestibule/store'
import { AppError } from '../app-error.ts'
import type { Sight } from '../directory/directory-sights.ts'
import { USERS_SCOPES } from '../directory/directory-sights.ts'
import { DEFAULT_TOP, readOrder } from '../directory/directory-users.ts'
import { readUserFilters } from '../directory/user-filters.ts'
import { TokenError } from '../tokens/token-error.ts'

/** A directory that is kept here, as one caller sees it. */
export interface MirrorView {
  tenantId: string
  sees: Sight
  asOf: string
}

interface Wanted {
  search?: string | undefined
  filter?: readonly string[] | undefined
  orderBy?: UserOrder | undefined
}

/** Marks a cursor as one of ours: a list goes on where it began, whatever is kept meanwhile. */
export const MIRROR_CURSOR = 'm~'

/**
 * @throws {AppError} `invalid_request`, naming the field.
 * @throws {TokenError} `consent_required`: what the caller may not see is no way to find people either.
 */
export async function listMirroredUsers(
  db: Db,
  view: MirrorView,
  query: ListUsersQuery,
): Promise<UserPage> {
  const { top = DEFAULT_TOP, skip, cursor } = query
  const page = await findMirroredUsers(db, {
    ...toMirrorQuery(view, query),
    top,
    skip,
    after: cursor?.slice(MIRROR_CURSOR.length),
  }).catch((error: unknown) => {
    throw error instanceof RangeError ? toCursorRefusal() : error
  })
  return {
    items: page.users.map((user) => toUser(user, view.sees)),
    nextCursor: page.next === undefined ? null : MIRROR_CURSOR + page.next,
    total: page.total,
    source: 'mirror',
    asOf: view.asOf,
  }
}

/** Everybody whom a list would show, some at a time. */
export async function* eachMirroredPage(
  db: Db,
  view: MirrorView,
  wanted: Wanted,
): AsyncGenerator<User[]> {
  for await (const users of eachMirroredUser(db, toMirrorQuery(view, wanted))) {
    yield users.map((user) => toUser(user, view.sees))
  }
}

/** Where somebody stands in a list. */
export async function readNeighbours(
  db: Db,
  view: MirrorView,
  wanted: Wanted & { id: string },
): Promise<UserNeighbours> {
  const query = { ...toMirrorQuery(view, wanted), id: wanted.id }
  const found = await findMirroredNeighbours(db, query)
  if (!found) return NOWHERE
  const { position, total, previousId = null, nextId = null } = found
  return { position, total, previousId, nextId }
}

/** Of who is in no list, or of a list that is not kept here. */
export const NOWHERE: UserNeighbours = {
  position: null,
  total: null,
  previousId: null,
  nextId: null,
}

/** @throws {TokenError} `consent_required`: it tells what the caller may not see. */
export async function summarize(db: Db, view: MirrorView): Promise<UsersSummary> {
  requireFullSight(view)
  const summary = await summarizeMirror(db, view.tenantId)
  return { ...summary, source: 'mirror', asOf: view.asOf }
}

function toMirrorQuery(view: MirrorView, { search, filter = [], orderBy }: Wanted): MirrorQuery {
  const filters = readUserFilters(filter)
  const order = readOrder(orderBy)
  if (filters.length > 0 || !BASIC.some((name) => name === order.field)) requireFullSight(view)
  return { tenantId: view.tenantId, search, sees: view.sees, filters, orderBy: order }
}

function requireFullSight({ sees }: MirrorView): void {
  if (sees !== 'all') throw new TokenError('consent_required', USERS_SCOPES)
}

/** What `User.ReadBasic.All` fills. */
const BASIC = ['displayName', 'userPrincipalName', 'mail', 'givenName', 'surname'] as const

function toUser({ employeeId: _searchedAlone, ...user }: MirroredUser, sees: Sight): User {
  if (sees === 'all') return user
  const { id, displayName, userPrincipalName, mail, givenName, surname } = user
  return { id, displayName, userPrincipalName, mail, givenName, surname }
}

function toCursorRefusal(): AppError {
  const message = 'This is no cursor of this list.'
  return new AppError('invalid_request', { detail: message, errors: [{ path: 'cursor', message }] })
}
