import { expect, test } from 'vitest'
import { createClient } from './create-client.ts'
import { NoAnswer } from './problem.ts'
import { startApi } from './testing/start-api.ts'

const PAGES: Record<string, object> = {
  '': { items: [{ id: '1' }, { id: '2' }], nextCursor: 'b' },
  b: { items: [], nextCursor: 'c' },
  c: { items: [{ id: '3' }], nextCursor: null },
}

/** Three pages, the one in the middle empty. */
const startList = (pages = PAGES) =>
  startApi(({ url }) => ({
    body: pages[new URL(url, 'http://x').searchParams.get('cursor') ?? ''],
  }))

async function take<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of list) items.push(item)
  return items
}

test('all of a list comes, with the same question on every page', async () => {
  await using api = await startList()
  const client = createClient({ baseUrl: api.url })
  const people = await take(client.listAllUsers({ top: 2, search: 'a' }))
  expect(people.map(({ id }) => id)).toEqual(['1', '2', '3'])
  expect(api.seen.map(({ url }) => url)).toEqual([
    '/api/users?top=2&search=a',
    '/api/users?top=2&search=a&cursor=b',
    '/api/users?top=2&search=a&cursor=c',
  ])
})

test('every list with pages can be walked, also from the middle on', async () => {
  await using api = await startList()
  const client = createClient({ baseUrl: api.url })
  await take(client.listAllUserBatches({ cursor: 'c' }))
  await take(client.listAllUserBatchItems('b 1', { outcome: ['failed'], cursor: 'c' }))
  await take(client.listAllAuditEvents({ cursor: 'c' }))
  expect(api.seen.map(({ url }) => url)).toEqual([
    '/api/user-batches?cursor=c',
    '/api/user-batches/b%201/items?outcome=failed&cursor=c',
    '/api/audit-events?cursor=c',
  ])
})

test('a page is asked for when it is needed, and not before', async () => {
  await using api = await startList()
  const list = createClient({ baseUrl: api.url }).listAllUsers()
  expect(api.seen).toHaveLength(0)
  await list.next()
  await list.next()
  expect(api.seen).toHaveLength(1)
  await list.return()
  expect(await list.next()).toEqual({ done: true, value: undefined })
  expect(api.seen).toHaveLength(1)
})

test('a cursor that comes twice ends the list with an error', async () => {
  await using api = await startList({
    '': { items: [{ id: '1' }], nextCursor: 'b' },
    b: { items: [{ id: '2' }], nextCursor: 'c' },
    c: { items: [{ id: '3' }], nextCursor: 'b' },
  })
  const seen: unknown[] = []
  const walk = async () => {
    for await (const { id } of createClient({ baseUrl: api.url }).listAllUsers()) seen.push(id)
  }
  await expect(walk()).rejects.toBeInstanceOf(NoAnswer)
  expect(seen).toEqual(['1', '2', '3'])
  expect(api.seen).toHaveLength(3)
})

test('the signal ends it, also between two items of a page', async () => {
  await using api = await startList()
  const giveUp = new AbortController()
  const list = createClient({ baseUrl: api.url }).listAllUsers({}, { signal: giveUp.signal })
  expect(await list.next()).toMatchObject({ value: { id: '1' } })
  giveUp.abort()
  await expect(list.next()).rejects.toMatchObject({ name: 'AbortError' })
  expect(api.seen).toHaveLength(1)
})
