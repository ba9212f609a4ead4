import type { Tenant } from '../../world/tenant.ts'
import type { GraphUser, User } from '../../world/user.ts'
import { createUnsupported } from './filter.ts'

const sortable = [
  'displayName',
  'userPrincipalName',
  'createdDateTime',
  'givenName',
  'surname',
  'mail',
] as const satisfies readonly (keyof GraphUser)[]

type SortProperty = (typeof sortable)[number]

export interface Order {
  property: SortProperty
  isDescending: boolean
}

/** Throws 400 `Request_UnsupportedQuery` for a property the directory does not sort by. */
export function parseOrder(text: string): Order {
  const [name, direction = 'asc', ...rest] = text.trim().split(/\s+/)
  const property = sortable.find((known) => known === name)
  const isKnownDirection = ['asc', 'desc'].includes(direction.toLowerCase())
  if (property === undefined || !isKnownDirection || rest.length > 0) {
    throw createUnsupported('Sorting not supported for current query.')
  }
  return { property, isDescending: direction.toLowerCase() === 'desc' }
}

const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: false })

/** The order of the directory: letters before their case and accents; what is empty comes first. */
export function compareTexts(left: string | null, right: string | null): number {
  return collator.compare(left ?? '', right ?? '')
}

interface Sorted {
  version: number
  users: User[]
}

const sortedOf = new WeakMap<Tenant, Map<string, Sorted>>()

/** People in order, sorted once until a name changes: 200,000 of them take about a second. */
export function listSorted(tenant: Tenant, { property, isDescending }: Order): User[] {
  const cache = sortedOf.get(tenant) ?? new Map<string, Sorted>()
  sortedOf.set(tenant, cache)
  const key = `${property} ${isDescending}`
  const known = cache.get(key)
  if (known?.version === tenant.sortVersion) return known.users
  const users = isDescending
    ? listSorted(tenant, { property, isDescending: false }).toReversed()
    : sortBy(tenant.users, property)
  cache.set(key, { version: tenant.sortVersion, users })
  return users
}

function sortBy(users: User[], property: SortProperty): User[] {
  return users.toSorted(
    (left, right) =>
      compareTexts(left.graph[property], right.graph[property]) ||
      (left.graph.id < right.graph.id ? -1 : 1),
  )
}

export function isSortProperty(name: string): boolean {
  return (sortable as readonly string[]).includes(name)
}
