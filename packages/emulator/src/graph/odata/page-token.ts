import { createHash } from 'node:crypto'
import { GraphError } from '../graph-error.ts'
import type { ODataQuery } from './query.ts'

/** What a token is bound to: it continues this query and no other. */
function toFingerprint(query: ODataQuery): string {
  const { select, filter, search, orderby, top, expand, url } = query
  const path = url.split('?')[0]
  const parts = [path, select, filter, search, orderby, top, expand]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}

export function createPageToken(query: ODataQuery, offset: number, isAdvanced: boolean): string {
  const text = `RPpt ${isAdvanced ? 'A' : 'D'} ${offset} ${toFingerprint(query)}`
  return Buffer.from(text).toString('base64url')
}

/**
 * Where the page begins. Throws 400 `Directory_ExpiredPageToken` for another query's token and for an advanced
 * query whose next page comes without `ConsistencyLevel`.
 */
export function readPageToken(query: ODataQuery): number {
  if (query.skiptoken === undefined) return 0
  const text = Buffer.from(query.skiptoken, 'base64url').toString()
  const [, mode, offset, fingerprint] = text.split(' ')
  const isLost = mode === 'A' && !query.isEventual
  if (!isLost && fingerprint === toFingerprint(query)) return Number(offset)
  throw new GraphError(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  )
}

/** Absolute, with the request's own query and literal `$` signs. */
export function createNextLink(
  origin: string,
  url: string,
  next: { option: 'skiptoken' | 'skip'; value: string },
): string {
  const [path = '', search = ''] = url.split('?')
  const isOfPage = new RegExp(`^(\\$|%24)?${next.option}=`, 'i')
  const kept = search
    .split('&')
    .filter((part) => part !== '' && !isOfPage.test(part))
    .map((part) => part.replace(/^%24/, '$'))
  return `${origin}${path}?${[...kept, `$${next.option}=${next.value}`].join('&')}`
}
