import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { EndlessList, joinPages, toNextCursor, toPlace } from './graph-pages.ts'

/** Where each page leads to. */
type Links = Record<string, string | null>

function readAll(links: Links) {
  const asked: string[] = []
  const reading = new QueryClient().fetchInfiniteQuery({
    queryKey: [links],
    queryFn: ({ pageParam }) => {
      const { cursor = '' } = toPlace(pageParam)
      asked.push(cursor)
      return { items: [{ id: cursor }], nextCursor: links[cursor] ?? null }
    },
    initialPageParam: '',
    getNextPageParam: toNextCursor,
    pages: 10,
    retry: false,
  })
  return { asked, reading }
}

test('a list whose pages lead in a circle is never taken for whole: each is asked for once', async () => {
  const { asked, reading } = readAll({ '': 'a', a: 'b', b: 'c', c: 'a' })
  await expect(reading).rejects.toThrow(EndlessList)
  expect(asked).toEqual(['', 'a', 'b', 'c'])
})

test('a list that ends is whole', async () => {
  const { pages } = await readAll({ '': 'a', a: 'b', b: null }).reading
  expect(joinPages(pages)).toHaveLength(3)
})

test('who comes on two pages is shown once, where they came first, as they came last', () => {
  const page = (...ids: string[]) => ({ items: ids.map((id) => ({ id })) })
  const last = { items: [{ id: 'a', name: 'Ada' }, { id: 'c' }] }
  expect(joinPages<{ id: string; name?: string }>([page('a', 'b'), last])).toEqual([
    { id: 'a', name: 'Ada' },
    { id: 'b' },
    { id: 'c' },
  ])
})
