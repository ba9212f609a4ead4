import { PROBLEMS } from '@vestibule/contract'
import { createEmulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClient, getDelegatedToken } from '../helpers/bearer.ts'
import { type LyingWorld, startLyingWorld } from '../helpers/lying-provider.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const MAIL = '/api/users/tom@contoso.test/messages'
const REASON = { 'x-reason': 'A colleague has left' }

/** The three ways to a token of Graph, each without one so far, and what asks for it. */
const WAYS = {
  'by a refresh': async (world: World) => {
    const visitor = await world.signIn('Tom Teacher')
    return { ask: () => visitor.get('/api/users?top=1'), isIn: () => visitor.get('/api/me') }
  },
  'on behalf of a bearer': async (world: World) => {
    const client = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    return { ask: () => client.get('/api/users?top=1'), isIn: () => client.get('/api/me') }
  },
  'of the application itself': async (world: World) => {
    const visitor = await world.signIn()
    // Her own token is there: only the application's is missing.
    await visitor.get('/api/groups?top=1')
    await visitor.get('/api/users?top=1')
    await world.context.store.db.deleteFrom('app_tokens').execute()
    return { ask: () => visitor.get(MAIL, REASON), isIn: () => visitor.get('/api/me') }
  },
}

const FAULTS = [
  ['answers 500', { kind: 'status', status: 500 }, 'upstream_unavailable'],
  ['answers 503', { kind: 'status', status: 503 }, 'upstream_unavailable'],
  ['cuts the line', { kind: 'reset' }, 'upstream_unavailable'],
  ['answers half', { kind: 'truncate' }, 'upstream_unavailable'],
  ['answers a page', { kind: 'html', status: 200 }, 'upstream_unavailable'],
  ['finds the secret too old', { kind: 'status', code: 7000222 }, 'app_credential_refused'],
  ['finds the certificate wrong', { kind: 'status', code: 700027 }, 'app_credential_refused'],
] as const

describe.each(Object.entries(WAYS))('a token that is wanted %s', (_way, arrive) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world?.[Symbol.asyncDispose]())
  beforeEach(() => world.emulator.clearFaults())

  it.each(FAULTS)(
    'of an authority that %s: it is told, nobody is signed out, and the next call works',
    async (_case, fault, code) => {
      const { ask, isIn } = await arrive(world)
      world.emulator.addFault({ match: 'token', ...fault })
      const reply = await ask()
      const { status, title } = PROBLEMS[code]
      expect(reply.json()).toMatchObject({ code, status, title, detail: title })
      expect(reply.statusCode).toBe(status)
      expect(reply.json().requestId).toBe(reply.headers['x-request-id'])
      expect(reply.headers).not.toHaveProperty('set-cookie')
      expect(JSON.stringify(reply.headers) + reply.body).not.toMatch(
        /eyJ|AADSTS|demo-web-secret|invalid_client|client_assertion|127\.0\.0\.1/,
      )
      expect((await isIn()).statusCode).toBe(200)
      world.emulator.clearFaults()
      expect((await ask()).statusCode).toBe(200)
    },
  )

  it('of an authority that asks for a pause: it is told how long, and until then nobody in this process asks', async () => {
    const { ask, isIn } = await arrive(world)
    const fault = { kind: 'status', status: 429, retryAfterSeconds: 60, times: 1 } as const
    world.emulator.addFault({ match: 'token', ...fault })
    const before = world.emulator.requests().length
    const replies = [await ask(), await ask(), await ask()]
    for (const reply of replies) {
      expect(reply.statusCode).toBe(503)
      expect(reply.json().code).toBe('upstream_throttled')
      expect(reply.json().retryAfterSeconds).toBeGreaterThan(55)
      expect(reply.json().retryAfterSeconds).toBeLessThanOrEqual(60)
    }
    expect(world.emulator.requests().slice(before)).toHaveLength(1)
    expect((await isIn()).statusCode).toBe(200)
    world.passTime(1)
    expect((await ask()).statusCode).toBe(200)
  })
})

describe('a refresh whose answer is lost after tokens were given', () => {
  let lying: LyingWorld
  beforeAll(async () => {
    lying = await startLyingWorld()
  })
  afterAll(() => lying?.[Symbol.asyncDispose]())

  it('is made once more by itself, however many wait for it in two processes', async () => {
    const { world, provider } = lying
    const visitor = await world.signIn()
    // Another process, as far as the two can tell: what they share is the database.
    await using beside = await startWorld({ users: 0, env: world.env })
    const there = beside.visit()
    for (const [name, value] of visitor.cookies) there.cookies.set(name, value)
    provider.lie({ lostAnswers: 1 })
    const calls = [visitor, there, visitor, there].map((one) => one.get('/api/users'))
    for (const reply of await Promise.all(calls)) expect(reply.statusCode).toBe(200)
    // The other process asks for the metadata first.
    expect(provider.hits().filter((one) => one === 'token')).toHaveLength(2)
  })

  it('twice in a row is told, and made again by the next call', async () => {
    const visitor = await lying.world.signIn()
    lying.provider.lie({ lostAnswers: 2 })
    expect((await visitor.get('/api/users')).json()).toMatchObject({ code: 'upstream_unavailable' })
    expect(lying.provider.hits()).toEqual(['token', 'token'])
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })

  it('ends the session in words, where the old refresh token was good once', async () => {
    const visitor = await lying.world.signIn()
    lying.provider.lie({ lostAnswers: 1, hasOneTimeTokens: true })
    expect((await visitor.get('/api/users')).json()).toMatchObject({
      code: 'session_expired',
      detail: 'Your session has ended.',
      signInUrl: '/auth/login',
    })
    expect(lying.provider.hits()).toEqual(['token', 'token'])
    expect((await visitor.signIn('anybody')).headers.location).toBe(`${APP_ORIGIN}/`)
  })
})

describe('a certificate that nobody vouches for', () => {
  it.each([
    ['of the authority', 'ENTRA_AUTHORITY'],
    ['of Graph', 'GRAPH_BASE_URL'],
  ])('%s is refused, and nothing is sent there', async (_whose, name) => {
    const stranger = await createEmulator({ port: 0, users: 0, tls: 'adhoc' })
    try {
      const isAuthority = name === 'ENTRA_AUTHORITY'
      const env = { [name]: isAuthority ? stranger.authority : stranger.url }
      await using world = await startWorld({ users: 0, env })
      const visitor = world.visit()
      if (isAuthority) {
        const { location } = (await visitor.open('/auth/login')).headers
        expect(new URL(String(location)).searchParams.get('error')).toBe('upstream_unavailable')
        expect((await visitor.get('/readyz')).statusCode).toBe(503)
      } else {
        await visitor.signIn('Ada Admin')
        const reply = await visitor.get('/api/users')
        expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
      }
      expect(stranger.requests()).toEqual([])
    } finally {
      await stranger.close()
    }
  })
})
