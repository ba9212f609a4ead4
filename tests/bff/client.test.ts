import { ApiProblem, createClient, NoAnswer } from '@vestibule/client'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
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
    async fetch(request) {
      const url = new URL(request.url)
      const reply = await world.app.inject({
        method: request.method as NonNullable<InjectOptions['method']>,
        url: url.pathname + url.search,
        headers: {
          ...Object.fromEntries(request.headers),
          ...(request.method !== 'GET' && { 'sec-fetch-site': SAME_ORIGIN['sec-fetch-site'] }),
          cookie,
        },
      })
      const headers = { 'content-type': String(reply.headers['content-type']) }
      return new Response(reply.body, { status: reply.statusCode, headers })
    },
  })
}

it('every operation answers what its type says', async () => {
  const client = createPageClient((await world.signIn()).sessionCookie())
  expect((await client.getMe()).displayName).toBe('Ada Admin')
  expect((await client.getTokenClaims()).idToken.claims.length).toBeGreaterThan(10)
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

it('a refusal is thrown with the problem as it was sent', async () => {
  const error = await createPageClient('')
    .getMe()
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ApiProblem)
  expect((error as ApiProblem).problem).toMatchObject({ code: 'unauthenticated', status: 401 })
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
