import {
  LIVE_ORDER_FIELDS,
  type ListUsersQuery,
  User,
  UserDetail,
  type UserOrder,
  type UserPage,
} from '@vestibule/contract'
import { type Graph, getUser, type ListedUser, listUsers } from '@vestibule/graph'
import { AppError } from '../app-error.ts'
import { readUserFilters, toGraphFilters } from './user-filters.ts'

export const DEFAULT_TOP = 100

/**
 * One page of the directory, straight from Graph.
 *
 * @throws {AppError} `invalid_request`, naming the field.
 * @throws {GraphRequestError}
 */
export async function listDirectoryUsers(
  graph: Graph,
  query: ListUsersQuery,
  now: Date,
): Promise<UserPage> {
  const page = await listUsers(graph, {
    search: query.search,
    filters: toGraphFilters(readUserFilters(query.filter ?? [])),
    orderBy: toLiveOrder(query.orderBy),
    top: query.top ?? DEFAULT_TOP,
    skipToken: query.cursor,
  })
  return {
    items: page.users.map(toUser),
    nextCursor: page.nextSkipToken ?? null,
    total: page.total ?? null,
    source: 'graph',
    asOf: now.toISOString(),
  }
}

/**
 * An order as Graph takes it.
 *
 * @throws {AppError} `invalid_request`: it takes few.
 */
function toLiveOrder(orderBy: UserOrder = 'displayName') {
  const { field, descending } = readOrder(orderBy)
  if (!LIVE_ORDER_FIELDS.some((name) => name === field)) {
    const message = `Live, people can be ordered by ${LIVE_ORDER_FIELDS.join(', ')} alone, not by ${field}.`
    const errors = [{ path: 'orderBy', message }]
    throw new AppError('invalid_request', { detail: message, errors })
  }
  return { property: field === 'createdAt' ? 'createdDateTime' : field, descending }
}

/** `-` in front turns the order round. */
export function readOrder(orderBy: UserOrder = 'displayName') {
  const descending = orderBy.startsWith('-')
  return {
    field: orderBy.slice(descending ? 1 : 0) as Exclude<UserOrder, `-${string}`>,
    descending,
  }
}

/**
 * One person, as Graph has them now.
 *
 * @throws {GraphRequestError} `not_found` when there is nobody.
 */
export async function getDirectoryUser(graph: Graph, id: string): Promise<UserDetail> {
  return pick(Object.keys(UserDetail.properties), await getUser(graph, id))
}

function toUser(user: ListedUser): User {
  return pick(Object.keys(User.properties), user)
}

/**
 * What the contract names and nothing else: Graph adds words of its own (`@odata.context`). It leaves
 * a property out, or says null, where the person may not see it.
 */
function pick(names: string[], { createdDateTime, ...user }: ListedUser): UserDetail {
  const known: Record<string, unknown> = { ...user, createdAt: createdDateTime }
  const shown = names.filter((name) => known[name] !== undefined)
  return Object.fromEntries(shown.map((name) => [name, known[name]])) as UserDetail
}
