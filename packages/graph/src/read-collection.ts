import { GraphRequestError } from './graph-request-error.ts'

export interface Collection<T> {
  value: T[]
  count: number | undefined
  /** Where the next page starts. Only this token is taken from Graph's link, never its address. */
  skipToken: string | undefined
  /** The same where Exchange answers: it counts what stands before the next page. */
  skip: number | undefined
}

/**
 * Checks that an answer is a page of a collection: a proxy's page with status 200 is none.
 *
 * @throws {GraphRequestError} it is something else.
 */
export function readCollection<T>(body: unknown): Collection<T> {
  if (
    typeof body !== 'object' ||
    body === null ||
    !('value' in body) ||
    !Array.isArray(body.value)
  ) {
    throw new GraphRequestError('unavailable', 'The answer is not a collection of Graph.')
  }
  const page = body as { value: T[]; '@odata.count'?: unknown; '@odata.nextLink'?: unknown }
  const count = page['@odata.count']
  return {
    value: page.value,
    count: typeof count === 'number' ? count : undefined,
    skipToken: readOption(page['@odata.nextLink'], '$skiptoken'),
    skip: toNumber(readOption(page['@odata.nextLink'], '$skip')),
  }
}

function readOption(nextLink: unknown, name: '$skiptoken' | '$skip'): string | undefined {
  if (typeof nextLink !== 'string' || !URL.canParse(nextLink)) return undefined
  return new URL(nextLink).searchParams.get(name) ?? undefined
}

function toNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
