import { createNextLink, createPageToken, readPageToken } from './page-token.ts'
import type { ODataQuery } from './query.ts'

export interface PageOf<T> {
  /** Everything the query finds, of which a page is cut. */
  items: readonly T[]
  query: ODataQuery
  /** Where nextLinks lead. */
  origin: string
  context: string
  isAdvanced: boolean
  /** 100 when absent. */
  pageSize?: number
  show: (item: T) => unknown
}

/** A page of a collection: at most `$top`, 100 by default, with the link to the next one. */
export function toPage<T>(page: PageOf<T>): Record<string, unknown> {
  const { items, query, origin, context, isAdvanced, pageSize = 100, show } = page
  const offset = readPageToken(query)
  const end = offset + (query.top ?? pageSize)
  // Without the header $count is ignored; with it the first page alone says how many there are.
  const saysCount = query.count && query.isEventual && query.skiptoken === undefined
  return {
    '@odata.context': context,
    ...(saysCount && { '@odata.count': items.length }),
    ...(end < items.length && {
      '@odata.nextLink': createNextLink(origin, query.url, {
        option: 'skiptoken',
        value: createPageToken(query, end, isAdvanced),
      }),
    }),
    value: items.slice(offset, end).map(show),
  }
}
