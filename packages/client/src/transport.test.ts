import { expect, test } from 'vitest'
import { type Client, createClient } from './create-client.ts'
import type { UserBatchRequest } from './models.ts'
import { type Api, startApi, toProblem } from './testing/start-api.ts'
import { waitByTimer } from './wait.ts'

const BUSY = toProblem('upstream_throttled', 503, { retryAfterSeconds: 7 })
const DONE = { body: { id: 'b-1' } }
const BATCH: UserBatchRequest = { action: 'query', users: ['ada@contoso.test'] }

/** A client whose waits take no time, and are written down in milliseconds. */
function createHasty({ url }: Api, options: { retries?: number; cookie?: boolean } = {}) {
  const waits: number[] = []
  const client = createClient({
    baseUrl: url,
    ...(!options.cookie && { getToken: () => 'token' }),
    ...(options.retries !== undefined && { retries: options.retries }),
    async wait(ms) {
      waits.push(ms)
    },
  })
  return { client, waits }
}

test('what may be repeated is repeated after the time the API asks for, twice with a token', async () => {
  await using api = await startApi((_request, index) => (index < 2 ? BUSY : DONE))
  const { client, waits } = createHasty(api)
  expect(await client.getUserBatch('b-1')).toEqual(DONE.body)
  expect(waits).toEqual([7_000, 7_000])
})

test('one time too many is thrown', async () => {
  await using api = await startApi(() => BUSY)
  const { client, waits } = createHasty(api)
  await expect(client.getMe()).rejects.toMatchObject({ retryAfterSeconds: 7 })
  expect([api.seen.length, waits.length]).toEqual([3, 2])
})

test.each([
  ['seconds', () => '3', 3_000],
  ['a date', () => new Date(Date.now() + 30_000).toUTCString(), 30_000],
  ['a date that has passed', () => new Date(0).toUTCString(), 0],
  ['nonsense, which the problem stands in for', () => 'soon', 7_000],
])('the header may say %s', async (_case, toHeader, ms) => {
  await using api = await startApi((_request, index) =>
    index === 0
      ? { ...BUSY, headers: { ...BUSY.headers, 'retry-after': toHeader() } }
      : { body: { id: 'me' } },
  )
  const { client, waits } = createHasty(api)
  await client.getMe()
  expect(waits).toHaveLength(1)
  // A date has no fractions of a second, and time passes.
  expect(Math.abs((waits[0] ?? -1) - ms)).toBeLessThan(2_000)
})

test("also a gateway's 429, which is no problem of ours, is waited for", async () => {
  await using api = await startApi((_request, index) =>
    index === 0
      ? { status: 429, headers: { 'retry-after': '2', 'content-type': 'text/html' }, body: '<h1>' }
      : DONE,
  )
  const { client, waits } = createHasty(api)
  await client.getMe()
  expect(waits).toEqual([2_000])
})

test.each<[string, (client: Client) => Promise<unknown>, number]>([
  ['a POST with a key', (client) => client.createUserBatch(BATCH, { key: 'k-1' }), 2],
  ['a POST without one', (client) => client.createUserBatch(BATCH), 1],
  ['a PATCH', (client) => client.updatePreferences({ theme: 'dark' }), 1],
  ['a DELETE', (client) => client.endSessionById('s-1'), 1],
])('%s is sent so often', async (_case, call, times) => {
  await using api = await startApi((_request, index) => (index === 0 ? BUSY : DONE))
  const { client } = createHasty(api)
  await call(client).catch(() => {})
  expect(api.seen).toHaveLength(times)
  expect(new Set(api.seen.map(({ body }) => body)).size).toBe(1)
})

test('what is repeated has the same key', async () => {
  await using api = await startApi((_request, index) => (index === 0 ? BUSY : DONE))
  const { client } = createHasty(api)
  await client.createUserBatch(BATCH, { key: 'k-1' })
  expect(api.seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['k-1', 'k-1'])
})

test('more than a minute is not waited for', async () => {
  await using api = await startApi(() => toProblem('rate_limited', 429, { retryAfterSeconds: 61 }))
  const { client, waits } = createHasty(api)
  await expect(client.getMe()).rejects.toMatchObject({ retryAfterSeconds: 61 })
  expect(waits).toEqual([])
})

test('a failure that names no time is not repeated', async () => {
  await using api = await startApi(() => toProblem('overloaded', 503))
  const { client } = createHasty(api)
  await expect(client.getMe()).rejects.toMatchObject({ problem: { code: 'overloaded' } })
  expect(api.seen).toHaveLength(1)
})

test('a page with a cookie repeats nothing unless it says so: it has a way of its own', async () => {
  await using api = await startApi(() => BUSY)
  await expect(createHasty(api, { cookie: true }).client.getMe()).rejects.toThrow()
  expect(api.seen).toHaveLength(1)
  await expect(createHasty(api, { cookie: true, retries: 1 }).client.getMe()).rejects.toThrow()
  expect(api.seen).toHaveLength(3)
})

test('a claims challenge and a pause in one call are both met, and the new token is used on', async () => {
  const replies = [toProblem('claims_challenge', 401, { claims: '{}' }), BUSY, DONE]
  await using api = await startApi((_request, index) => replies[index] ?? {})
  const client = createClient({
    baseUrl: api.url,
    getToken: ({ claims }) => (claims ? 'fresh' : 'old'),
    wait: async () => {},
  })
  await client.getMe()
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer old',
    'Bearer fresh',
    'Bearer fresh',
  ])
})

test('the waiting ends with the signal', async () => {
  await using api = await startApi(() => ({ ...BUSY, headers: { 'retry-after': '60' } }))
  const giveUp = new AbortController()
  const client = createClient({
    baseUrl: api.url,
    getToken: () => 'token',
    wait(ms, signal) {
      expect(ms).toBe(60_000)
      queueMicrotask(() => giveUp.abort())
      return waitByTimer(ms, signal)
    },
  })
  await expect(client.getMe({ signal: giveUp.signal })).rejects.toMatchObject({
    name: 'AbortError',
  })
  expect(api.seen).toHaveLength(1)
})

test('an answer without a body may be said to have an empty one, as Chromium says', async () => {
  const client = createClient({
    getToken: () => 'token',
    baseUrl: 'http://127.0.0.1',
    fetch: async () =>
      Object.defineProperty(new Response(null, { status: 204 }), 'body', {
        value: new Blob().stream(),
      }),
  })
  await expect(client.endSessionById('s-1')).resolves.toBeUndefined()
})
