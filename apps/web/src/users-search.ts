import type { UserList, UserOrder } from './api/queries.ts'
import { readColumns, USER_COLUMNS, type UserColumn } from './components/users-columns.ts'
import { stringifyPlainSearch } from './plain-search.ts'
import { readFilters, type UserFilter } from './user-filters.ts'

/** What the address of the users page may carry; what is absent has its default. */
export interface UsersSearch {
  search?: string
  filter?: UserFilter[]
  orderBy?: UserOrder
  /** Which columns, in which order; else those that this device remembers. */
  columns?: UserColumn[]
  /** Microsoft is asked, whatever is kept on the server. */
  live?: true
  /** Who is looked at beside the list, by object id. */
  person?: string
  /** Whether the plot is open; else as this device remembers. */
  plot?: boolean
}

const DEFAULT_ORDER: UserOrder = 'displayName'
/** As long as the API takes. */
export const LONGEST_SEARCH = 200
/** What Microsoft can order a whole directory by. */
const LIVE_ORDERS: readonly UserColumn[] = ['displayName', 'userPrincipalName', 'createdAt']
const NO_FILTERS: readonly UserFilter[] = []
const OBJECT_ID = /^[\da-f-]{36}$/i

/** Reads the address; what it does not know it leaves out. */
export function readUsersSearch(raw: Record<string, unknown>): UsersSearch {
  const search = typeof raw.search === 'string' ? raw.search.trim().slice(0, LONGEST_SEARCH) : ''
  const { orderBy, person, plot } = raw
  const filter = readFilters(raw.filter)
  const columns = readColumns(raw.columns)
  // The router reads its own values again, which are no longer text.
  const isLive = String(raw.live) === 'true'
  const isOrdered = isOrder(orderBy) && orderBy !== DEFAULT_ORDER
  return {
    ...(search && { search }),
    ...(filter.length > 0 && { filter }),
    ...(isOrdered && (!isLive || isLiveOrder(orderBy)) && { orderBy }),
    ...(columns && { columns }),
    ...(isLive && { live: true }),
    ...(typeof person === 'string' && OBJECT_ID.test(person) && { person }),
    ...(['true', 'false'].includes(String(plot)) && { plot: String(plot) === 'true' }),
  }
}

/** What the page asks the server for. */
export function toUserList(wanted: UsersSearch): UserList {
  const { search = '', filter = NO_FILTERS, orderBy = DEFAULT_ORDER, live = false } = wanted
  return { search, filter, orderBy, isLive: live }
}

/** What a list shows, whatever a device remembers, without who is looked at: for a link, or to be kept. */
export function toViewQuery(
  { search, filter, orderBy, live }: UsersSearch,
  columns: readonly UserColumn[],
): string {
  return stringifyPlainSearch({ search, filter, orderBy, columns, live }).slice(1)
}

/** The order after a press on a column's header: upwards first, then the other way round. */
export function toNextOrder(field: UserColumn, now: UserOrder): UserOrder {
  return now === field ? (`-${field}` as const) : field
}

/** Whether Microsoft can order a whole directory so. */
export function isLiveOrder(orderBy: UserOrder): boolean {
  return LIVE_ORDERS.some((field) => field === orderBy.replace('-', ''))
}

function isOrder(value: unknown): value is UserOrder {
  return USER_COLUMNS.some((field) => value === field || value === `-${field}`)
}
