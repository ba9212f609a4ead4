import type { Tenant } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { createNotImplemented } from './graph-error.ts'
import { createUnsupported, parseUserFilter } from './odata/filter.ts'
import { listSorted, type Order, parseOrder } from './odata/order.ts'
import type { ODataQuery } from './odata/query.ts'
import { parseSearch } from './odata/search.ts'

/** A query over people, checked against what the directory allows. */
export interface UserQuery {
  matches: (user: User) => boolean
  order: Order | undefined
  /** Whether it went to the eventually consistent index: its next pages need the header again. */
  isAdvanced: boolean
}

/**
 * Checks the default and the advanced mode: `ne`, `not`, `endswith`, `$count` inside a filter, and a filter with
 * `$orderby` need `ConsistencyLevel: eventual` and `$count=true`; `$search` needs the header.
 * https://learn.microsoft.com/graph/aad-advanced-queries
 */
export function parseUserQuery(query: ODataQuery): UserQuery {
  if (query.expand !== undefined) throw createNotImplemented(`$expand=${query.expand} on users`)
  const isAdvanced = query.isEventual && query.count
  const filter = query.filter === undefined ? undefined : parseUserFilter(query.filter)
  const [operator] = filter?.advancedOperators ?? []
  if (operator !== undefined && !isAdvanced) {
    throw createUnsupported(
      `Operator: '${operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
    )
  }
  if (query.search !== undefined && !query.isEventual) {
    throw createUnsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    )
  }
  const order = query.orderby === undefined ? undefined : parseOrder(query.orderby)
  const isSimpleOrder = ['displayName', 'userPrincipalName'].includes(order?.property ?? '')
  const needsAdvancedOrder = order !== undefined && (filter !== undefined || !isSimpleOrder)
  if (needsAdvancedOrder && !isAdvanced) {
    throw createUnsupported('Sorting not supported for current query.')
  }
  const found = query.search === undefined ? undefined : parseSearch(query.search)
  const matches = ({ graph }: User): boolean =>
    (filter?.matches(graph) ?? true) && (found?.(graph) ?? true)
  return { matches, order, isAdvanced: isAdvanced || query.search !== undefined }
}

interface Found {
  key: string
  version: number
  users: User[]
}

const keptQueries = 16
const foundOf = new WeakMap<Tenant, Found[]>()

/** The people a query finds, in order; remembered so that paging does not search anew for every page. */
export function findUsers(tenant: Tenant, query: ODataQuery): User[] {
  const parsed = parseUserQuery(query)
  const everyone = parsed.order === undefined ? tenant.users : listSorted(tenant, parsed.order)
  if (query.filter === undefined && query.search === undefined) return everyone
  const key = JSON.stringify([query.filter, query.search, query.orderby])
  const cache = (foundOf.get(tenant) ?? []).filter(({ version }) => version === tenant.version)
  const known = cache.find((found) => found.key === key)
  if (known !== undefined) return known.users
  const users = everyone.filter(parsed.matches)
  const found = { key, version: tenant.version, users }
  foundOf.set(tenant, [...cache.slice(1 - keptQueries), found])
  return users
}
