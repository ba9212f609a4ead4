import { NoAnswer } from './problem.ts'

interface Page<Item> {
  items: readonly Item[]
  nextCursor: string | null
}

/**
 * The items of a list, page after page: the next page is asked for when all of this one has been taken.
 *
 * @throws {NoAnswer} a cursor came twice, so the list would never end.
 * @throws the signal's reason, also between two items.
 */
export async function* listAll<Item, Query extends { cursor?: string }>(
  readPage: (query: Query) => Promise<Page<Item>>,
  from: Query,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  const seen = new Set([from.cursor])
  let query = from
  for (;;) {
    signal?.throwIfAborted()
    const { items, nextCursor } = await readPage(query)
    for (const item of items) {
      signal?.throwIfAborted()
      yield item
    }
    if (nextCursor === null) return
    if (seen.has(nextCursor)) throw new NoAnswer('The list does not end: a cursor came twice.')
    seen.add(nextCursor)
    query = { ...query, cursor: nextCursor }
  }
}
