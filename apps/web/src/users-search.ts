import type { UserOrder } from './api/queries.ts'
import { readFilters, type UserFilter } from './user-filters.ts'

/** What the address of the users page may carry; what is absent has its default. */
export interface UsersSearch {
  search?: string
  filter?: UserFilter[]
  orderBy?: UserOrder
}

export const DEFAULT_ORDER: UserOrder = 'displayName'
/** As long as the API takes. */
export const LONGEST_SEARCH = 200

const ORDERS: Record<UserOrder, true> = {
  displayName: true,
  '-displayName': true,
  userPrincipalName: true,
  '-userPrincipalName': true,
  createdAt: true,
  '-createdAt': true,
}

/** Reads the address; what it does not know it leaves out. */
export function readUsersSearch(raw: Record<string, unknown>): UsersSearch {
  const search = typeof raw.search === 'string' ? raw.search.trim().slice(0, LONGEST_SEARCH) : ''
  const orderBy = raw.orderBy
  const filter = readFilters(raw.filter)
  return {
    ...(search && { search }),
    ...(filter.length > 0 && { filter }),
    ...(isOrder(orderBy) && orderBy !== DEFAULT_ORDER && { orderBy }),
  }
}

/** The order after a press on a column's header: upwards first, then the other way round. */
export function toNextOrder(
  field: 'displayName' | 'userPrincipalName' | 'createdAt',
  now: UserOrder,
) {
  return now === field ? (`-${field}` as const) : field
}

function isOrder(value: unknown): value is UserOrder {
  return typeof value === 'string' && Object.hasOwn(ORDERS, value)
}
