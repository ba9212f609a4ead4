/** A list leads back to a page that came before: it has no end that anybody knows of. */
export class EndlessList extends Error {
  override readonly name = 'EndlessList'
}

interface Page<Item> {
  items: readonly Item[]
  nextCursor: string | null
}

/** Stands for the page that a circle leads to: no cursor of anybody's is empty but for its blanks. */
const CIRCLE = ' '

/** Where the next page begins, as an infinite query asks for it: null after the last one. */
export function toNextCursor(
  { nextCursor }: Page<unknown>,
  _pages: unknown,
  _cursor: unknown,
  cursors: readonly string[],
): string | null {
  return nextCursor !== null && cursors.includes(nextCursor) ? CIRCLE : nextCursor
}

/**
 * The part of a query that says where its page begins; nothing on the first.
 *
 * @throws {EndlessList} it has been there.
 */
export function toPlace(cursor: string): { cursor?: string } {
  if (cursor === CIRCLE) throw new EndlessList('A cursor came twice.')
  return cursor === '' ? {} : { cursor }
}

/** What stands on the pages, each once: a list that changes meanwhile may have somebody on two of them. */
export function joinPages<Item extends { id: string }>(
  pages: readonly Pick<Page<Item>, 'items'>[],
): Item[] {
  const byId = new Map<string, Item>()
  for (const { items } of pages) for (const item of items) byId.set(item.id, item)
  return [...byId.values()]
}
