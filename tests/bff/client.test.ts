import { setImmediate } from 'node:timers/promises'
import { ApiProblem, createClient, isProblem, NoAnswer } from '@vestibule/client'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listOrdinary } from '../helpers/batches.ts'
import { SAME_ORIGIN } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 30 })
})
afterAll(() => world[Symbol.asyncDispose]())

/** The client with a page's cookie, on the application itself. */
function createPageClient(cookie: string) {
  return createClient({
    baseUrl: APP_ORIGIN,
    // The batches here are small, and done sooner than a page would look again.
    wait: () => setImmediate(),
    async fetch(request) {
      const url = new URL(request.url)
      const payload = await request.text()
      const reply = await world.app.inject({
        method: request.method as NonNullable<InjectOptions['method']>,
        url: url.pathname + url.search,
        headers: {
          ...Object.fromEntries(request.headers),
          ...(request.method !== 'GET' && { 'sec-fetch-site': SAME_ORIGIN['sec-fetch-site'] }),
          cookie,
        },
        ...(payload && { payload }),
      })
      const headers = { 'content-type': String(reply.headers['content-type']) }
      return new Response(reply.rawPayload, { status: reply.statusCode, headers })
    },
  })
}

it('every operation answers what its type says', async () => {
  const client = createPageClient((await world.signIn()).sessionCookie())
  expect((await client.getMe()).displayName).toBe('Ada Admin')
  expect((await client.getTokenClaims()).idToken?.claims.length).toBeGreaterThan(10)
  const page = await client.listUsers({
    top: 2,
    filter: ['accountEnabled:true', 'userType:Member'],
  })
  expect(page.items).toHaveLength(2)
  const next = await client.listUsers({
    top: 2,
    filter: ['accountEnabled:true', 'userType:Member'],
    cursor: String(page.nextCursor),
  })
  expect(next.items[0]?.id).not.toBe(page.items[0]?.id)
  expect((await client.endSession()).logoutUrl).toContain(world.emulator.url)
})

it('a list is walked to its end, everybody once', async () => {
  const client = createPageClient((await world.signIn()).sessionCookie())
  const { total } = await client.listUsers({ top: 1 })
  const ids: string[] = []
  for await (const { id } of client.listAllUsers({ top: 7 })) ids.push(id)
  expect(ids).toHaveLength(total ?? -1)
  expect(new Set(ids).size).toBe(ids.length)
})

it('a batch is asked for, waited for, and read to the last account', async () => {
  const client = createPageClient((await world.signIn()).sessionCookie())
  const users = listOrdinary(world, 5)
  const ask = () => client.createUserBatch({ action: 'query', users }, { key: 'of-the-client' })
  const { id } = await ask()
  expect((await ask()).id).toBe(id)
  const told: string[] = []
  const batch = await client.waitForUserBatch(id, { onProgress: ({ status }) => told.push(status) })
  expect(batch).toMatchObject({ status: 'completed', counts: { total: 5, succeeded: 5 } })
  expect(told.at(-1)).toBe('completed')

  const inputs: string[] = []
  for await (const { input } of client.listAllUserBatchItems(id, { top: 2 })) inputs.push(input)
  expect(inputs).toEqual(users)
  const batches: string[] = []
  for await (const one of client.listAllUserBatches({ top: 1 })) batches.push(one.id)
  expect(batches).toContain(id)
  const acts: string[] = []
  for await (const { action } of client.listAllAuditEvents({ top: 1 })) acts.push(action)
  expect(acts.length).toBeGreaterThan(1)
})

it('a picture comes as bytes', async () => {
  const client = createPageClient((await world.signIn()).sessionCookie())
  const picture = await client.readMyPhoto(48)
  expect(picture?.type).toBe('image/jpeg')
})

it('a refusal is thrown with the problem as it was sent', async () => {
  const error = await createPageClient('')
    .getMe()
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiProblem)
  expect((error as ApiProblem).problem).toMatchObject({ code: 'unauthenticated', status: 401 })
  expect(isProblem(error, 'unauthenticated')).toBe(true)
})

it.each([
  ['a page', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  [
    'half an answer',
    () => new Response('{"items": [', { headers: { 'content-type': 'application/json' } }),
  ],
  ['no answer', () => Promise.reject(new TypeError('fetch failed'))],
])('%s is told from a problem', async (_case, answer) => {
  const client = createClient({ baseUrl: APP_ORIGIN, fetch: async () => answer() })
  await expect(client.getMe()).rejects.toBeInstanceOf(NoAnswer)
})

it('a call can be given up', async () => {
  const client = createClient({ baseUrl: APP_ORIGIN, fetch: (request) => fetch(request) })
  const call = client.getMe({ signal: AbortSignal.abort() })
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
})
