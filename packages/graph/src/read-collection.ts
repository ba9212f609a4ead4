import { GraphRequestError } from './graph-request-error.ts'

export interface Collection<T> {
  value: T[]
  count: number | undefined
  /** Where the next page starts. Only this token is taken from Graph's link, never its address. */
  skipToken: string | undefined
  /** The same where Exchange answers: it counts what stands before the next page. */
  skip: number | undefined
  /** On the last page of a delta: what the next round goes on from. */
  deltaToken: string | undefined
}

/**
 * Checks that an answer is a page of a collection: a proxy's page with status 200 is none, and a page that
 * leads to itself has no end.
 *
 * @param asked the skip token that the page was asked for by
 * @throws {GraphRequestError} it is something else.
 */
export function readCollection<T>(body: unknown, asked?: string): Collection<T> {
  if (
    typeof body !== 'object' ||
    body === null ||
    !('value' in body) ||
    !Array.isArray(body.value)
  ) {
    throw new GraphRequestError('unavailable', 'The answer is not a collection of Graph.')
  }
  const page = body as {
    value: T[]
    '@odata.count'?: unknown
    '@odata.nextLink'?: unknown
    '@odata.deltaLink'?: unknown
  }
  const count = page['@odata.count']
  const skipToken = readOption(page['@odata.nextLink'], '$skiptoken')
  if (skipToken !== undefined && skipToken === asked) {
    throw new GraphRequestError(
      'unavailable',
      'The link to the next page leads to the page itself.',
    )
  }
  return {
    value: page.value,
    count: typeof count === 'number' ? count : undefined,
    skipToken,
    deltaToken: readOption(page['@odata.deltaLink'], '$deltatoken'),
    skip: toNumber(readOption(page['@odata.nextLink'], '$skip')),
  }
}

function readOption(
  nextLink: unknown,
  name: '$skiptoken' | '$deltatoken' | '$skip',
): string | undefined {
  if (typeof nextLink !== 'string' || !URL.canParse(nextLink)) return undefined
  return new URL(nextLink).searchParams.get(name) ?? undefined
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
