import type { OutlookQuery } from './outlook-query.ts'
import { createNextLink } from './page-token.ts'

interface OutlookPage<T> {
  /** Everything the query finds, of which a page is cut. */
  items: readonly T[]
  query: OutlookQuery
  origin: string
  context: string
  show: (item: T) => unknown
}

/** A page of one of Exchange's collections: ten by default, and the next one is named by `$skip`. */
export function toOutlookPage<T>(page: OutlookPage<T>): Record<string, unknown> {
  const { items, query, origin, context, show } = page
  const end = query.skip + query.top
  return {
    '@odata.context': context,
    ...(query.count && { '@odata.count': items.length }),
    value: items.slice(query.skip, end).map(show),
    ...(end < items.length && {
      '@odata.nextLink': createNextLink(origin, query.url, { option: 'skip', value: String(end) }),
    }),
  }
}
