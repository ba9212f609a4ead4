import type { Tenant } from '../world/tenant.ts'
import { type GraphUser, type User, userProperties } from '../world/user.ts'
import {
  type CollectionQuery,
  type CollectionType,
  parseCollectionQuery,
} from './odata/collection-query.ts'
import { listSorted } from './odata/order.ts'
import type { ODataQuery } from './odata/query.ts'

const users: CollectionType = {
  name: 'users',
  filter: {
    name: 'microsoft.graph.user',
    properties: userProperties,
    endsWith: ['mail', 'userPrincipalName'],
    collections: { assignedLicenses: 'skuId' },
  },
  search: {
    words: ['displayName'],
    beginnings: ['mail', 'userPrincipalName', 'givenName', 'surname'],
  },
  simpleOrders: ['displayName', 'userPrincipalName'],
}

/** Throws 400 for what the directory does not answer about people. */
export function parseUserQuery(query: ODataQuery): CollectionQuery<GraphUser> {
  return parseCollectionQuery(users, query)
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
  const matching = everyone.filter(({ graph }) => parsed.matches(graph))
  const found = { key, version: tenant.version, users: matching }
  foundOf.set(tenant, [...cache.slice(1 - keptQueries), found])
  return matching
}
