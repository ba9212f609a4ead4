import {
  type ListUsersQuery,
  USER_FILTER_FIELDS,
  User,
  UserDetail,
  type UserFilterField,
  type UserPage,
} from '@vestibule/contract'
import { type Graph, getUser, type ListedUser, listUsers } from '@vestibule/graph'
import { AppError } from '../app-error.ts'

/** The permission people need: whether an account is enabled is not in the basic one. */
export const USERS_SCOPES = ['User.Read.All']

const DEFAULT_TOP = 100

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
    filters: toGraphFilters(query.filter ?? []),
    orderBy: toOrder(query.orderBy ?? 'displayName'),
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

function toOrder(orderBy: NonNullable<ListUsersQuery['orderBy']>) {
  const descending = orderBy.startsWith('-')
  const field = descending ? orderBy.slice(1) : orderBy
  return { property: field === 'createdAt' ? 'createdDateTime' : field, descending }
}

/**
 * Filters as Graph takes them.
 *
 * @throws {AppError} `invalid_request`, naming the field.
 */
export function toGraphFilters(filter: readonly string[]) {
  return filter.map(toFilter)
}

/** `field:value`, split at the first colon, from the contract's list: no OData from outside. */
function toFilter(text: string) {
  const [field, ...rest] = text.split(':')
  const value = rest.join(':')
  if (!isFilterField(field) || value === '') {
    const fields = Object.keys(USER_FILTER_FIELDS).join(', ')
    throw refuse(`"${text}" is not a filter: it must be field:value with one of ${fields}.`)
  }
  if (USER_FILTER_FIELDS[field] === 'text') return { property: field, value }
  if (value !== 'true' && value !== 'false') {
    throw refuse(`${field} must be true or false, not "${value}".`)
  }
  return { property: field, value: value === 'true' }
}

function isFilterField(field: string | undefined): field is UserFilterField {
  return field !== undefined && Object.hasOwn(USER_FILTER_FIELDS, field)
}

function refuse(message: string) {
  return new AppError('invalid_request', { detail: message, errors: [{ path: 'filter', message }] })
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
