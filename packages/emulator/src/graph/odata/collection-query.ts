import { createNotImplemented } from '../graph-error.ts'
import { createUnsupported, type FilterType, parseFilter } from './filter.ts'
import { type Order, parseOrder } from './order.ts'
import type { ODataQuery } from './query.ts'
import { parseSearch, type SearchType } from './search.ts'

/** What a collection of the directory can be asked. */
export interface CollectionType {
  /** `users` or `groups`, for people who read an error. */
  name: string
  filter: FilterType
  search: SearchType
  /** Properties that sort without an advanced query. */
  simpleOrders: readonly string[]
}

/** A query over a collection, checked against what the directory allows. */
export interface CollectionQuery<T extends object> {
  matches: (item: T) => boolean
  order: Order | undefined
  /** Whether it went to the eventually consistent index: its next pages need the header again. */
  isAdvanced: boolean
}

/**
 * Checks the default and the advanced mode: `ne`, `not`, `endswith`, `$count` inside a filter, and a filter with
 * `$orderby` need `ConsistencyLevel: eventual` and `$count=true`; `$search` needs the header.
 * https://learn.microsoft.com/graph/aad-advanced-queries
 */
export function parseCollectionQuery<T extends object>(
  type: CollectionType,
  query: ODataQuery,
): CollectionQuery<T> {
  if (query.expand !== undefined) {
    throw createNotImplemented(`$expand=${query.expand} on ${type.name}`)
  }
  const isAdvanced = query.isEventual && query.count
  const filter = query.filter === undefined ? undefined : parseFilter<T>(type.filter, query.filter)
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
  const isSimpleOrder = type.simpleOrders.includes(order?.property ?? '')
  const needsAdvancedOrder = order !== undefined && (filter !== undefined || !isSimpleOrder)
  if (needsAdvancedOrder && !isAdvanced) {
    throw createUnsupported('Sorting not supported for current query.')
  }
  const found = query.search === undefined ? undefined : parseSearch<T>(type.search, query.search)
  const matches = (item: T): boolean => (filter?.matches(item) ?? true) && (found?.(item) ?? true)
  return { matches, order, isAdvanced: isAdvanced || query.search !== undefined }
}
