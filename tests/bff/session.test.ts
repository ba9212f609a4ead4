import { randomBytes } from 'node:crypto'
import { buildApp } from '@vestibule/bff'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.emulator.clearFaults())

const liveSessions = async () =>
  (
    await world.context.store.db
      .selectFrom('sessions')
      .select('id')
      .where('ended_at', 'is', null)
      .execute()
  ).length

const tokenKinds = async (sessionId: string) =>
  (
    await world.context.store.db
      .selectFrom('session_tokens')
      .select('kind')
      .where('session_id', '=', sessionId)
      .orderBy('kind')
      .execute()
  ).map(({ kind }) => kind)

describe('signing out', () => {
  it('ends the session, clears the cookie and deletes the tokens', async () => {
    const visitor = await world.signIn()
    const cookie = visitor.sessionCookie()
    const { items } = (await visitor.get('/api/sessions')).json()
    const tokensBefore = await tokenKinds(items[0].id)
    expect(tokensBefore).toEqual(['access_token', 'id_token_claims', 'refresh_token'])
    const before = await liveSessions()
    const reply = await visitor.post('/auth/logout')
    expect(reply.statusCode).toBe(200)
    expect(visitor.sessionCookie()).toBe('')
    expect(await liveSessions()).toBe(before - 1)
    expect(await tokenKinds(items[0].id)).toEqual([])
    const copied = await world.visit().get('/api/me', { cookie })
    expect(copied.statusCode).toBe(401)
    expect(copied.json()).toMatchObject({ code: 'session_expired', signInUrl: '/auth/login' })
  })

  it('names the account to the authority and carries no token', async () => {
    const visitor = await world.signIn()
    const { logoutUrl } = (await visitor.post('/auth/logout')).json()
    const { origin, pathname, searchParams } = new URL(logoutUrl)
    expect(origin).toBe(world.emulator.url)
    expect(pathname).toMatch(/\/oauth2\/v2\.0\/logout$/)
    expect(searchParams.get('client_id')).toBe(world.emulator.webClientId)
    expect(searchParams.get('logout_hint')).toBeTruthy()
    expect(searchParams.get('post_logout_redirect_uri')).toBe(`${APP_ORIGIN}/sign-in`)
    expect(searchParams.has('id_token_hint')).toBe(false)
  })

  it('cannot be kept from happening by an authority that is down', async () => {
    await using unreachable = await startWorld({ users: 0 })
    const visitor = await unreachable.signIn()
    const { context } = unreachable
    context.authority.getConfiguration = () => Promise.reject(new Error('down'))
    const reply = await visitor.post('/auth/logout')
    expect(reply.json()).toEqual({ logoutUrl: `${APP_ORIGIN}/sign-in` })
    expect((await visitor.get('/api/me')).statusCode).toBe(401)
  })

  it('is not undone by a request that was already under way', async () => {
    const visitor = await world.signIn()
    const cookie = visitor.sessionCookie()
    await visitor.get('/api/users?top=1')
    // Old enough to be touched, and its token to be refreshed, while the other request signs out.
    world.passTime(29)
    world.emulator.addFault({ match: 'users', kind: 'delay', delayMs: 300 })
    const slow = world.visit().get('/api/users?top=1', { cookie })
    await visitor.post('/auth/logout')
    await slow
    const after = await world.visit().get('/api/me', { cookie })
    world.passTime(-29)
    expect(after.statusCode).toBe(401)
    const tokens = await world.context.store.db
      .selectFrom('session_tokens')
      .innerJoin('sessions', 'sessions.id', 'session_id')
      .select('kind')
      .where('ended_at', 'is not', null)
      .execute()
    expect(tokens).toEqual([])
  })

  it('of one browser leaves the person’s other browsers signed in', async () => {
    const [one, other] = [await world.signIn(), await world.signIn()]
    await one.post('/auth/logout')
    expect((await other.get('/api/me')).statusCode).toBe(200)
  })

  it('without a session is no error', async () => {
    const reply = await world.visit().post('/auth/logout')
    expect(reply.statusCode).toBe(200)
  })
})

describe('a session', () => {
  it('ends when it is not used for SESSION_IDLE_MINUTES', async () => {
    const visitor = await world.signIn()
    world.passTime(31)
    const reply = await visitor.get('/api/me')
    world.passTime(-31)
    expect(reply.statusCode).toBe(401)
  })

  it('goes on while it is used, but never past SESSION_MAX_HOURS', async () => {
    const visitor = await world.signIn()
    const { session } = (await visitor.get('/api/me')).json()
    expect(Date.parse(session.expiresAt) - Date.parse(session.createdAt)).toBe(10 * 3_600_000)
    const statuses = []
    for (let step = 0; step < 25; step += 1) {
      world.passTime(25)
      statuses.push((await visitor.get('/api/me')).statusCode)
    }
    world.passTime(-25 * 25)
    expect(statuses.indexOf(401)).toBe(23)
    expect(statuses.slice(23)).toEqual([401, 401])
  })

  it('is not kept alive by background reads', async () => {
    const visitor = await world.signIn()
    world.passTime(20)
    expect((await visitor.get('/api/me', { 'x-background': '1' })).statusCode).toBe(200)
    world.passTime(20)
    const reply = await visitor.get('/api/me')
    world.passTime(-40)
    expect(reply.statusCode).toBe(401)
  })

  it('tells anew when it ends once it is used', async () => {
    const visitor = await world.signIn()
    world.passTime(20)
    const { session } = (await visitor.get('/api/me')).json()
    world.passTime(-20)
    const leftMinutes = (Date.parse(session.idleExpiresAt) - Date.parse(session.createdAt)) / 60_000
    expect(Math.round(leftMinutes)).toBe(50)
  })

  it('tells when it ends if nobody uses it', async () => {
    const visitor = await world.signIn()
    const { session } = (await visitor.get('/api/me')).json()
    expect(Date.parse(session.idleExpiresAt) - Date.parse(session.createdAt)).toBe(30 * 60_000)
  })

  it.each([
    ['an empty value', ''],
    ['a value of its own making', 'x'.repeat(43)],
    ['a wrong signature', `${'x'.repeat(43)}.${'y'.repeat(43)}`],
    ['8 kB', 'x'.repeat(8000)],
    ['a null byte', 'a%00b.c'],
  ])('is not opened by a cookie with %s', async (_case, value) => {
    const reply = await world.visit().get('/api/me', { cookie: `vestibule-3000=${value}` })
    expect(reply.statusCode).toBe(401)
  })

  it('is not opened by an altered cookie, nor under a look-alike name', async () => {
    const visitor = await world.signIn()
    const [name, value = ''] = visitor.sessionCookie().split('=')
    // Once read it is remembered as ours; nothing else of the same value may be.
    await visitor.get('/api/me')
    const flipped = (value.startsWith('A') ? 'B' : 'A') + value.slice(1)
    const unsigned = value.replace(/\..*/, '')
    const resigned = value.slice(0, -1) + (value.endsWith('A') ? 'B' : 'A')
    for (const altered of [flipped, unsigned, `${unsigned}.`, resigned]) {
      const reply = await world.visit().get('/api/me', { cookie: `${name}=${altered}` })
      expect(reply.statusCode).toBe(401)
    }
    for (const cookie of [`\u2000${name}=${value}`, `X-${name}=${value}`]) {
      expect((await world.visit().get('/api/me', { cookie })).statusCode).toBe(401)
    }
  })

  it('is each person’s own among many requests that come at the same moment', async () => {
    const people = await Promise.all(['Ada Admin', 'Tom Teacher'].map((name) => world.signIn(name)))
    const ended = await world.signIn('Sara Student')
    const endedCookie = ended.sessionCookie()
    await ended.post('/auth/logout')
    const replies = await Promise.all(
      Array.from({ length: 30 }, (_, turn) =>
        turn % 3 === 2
          ? world.visit().get('/api/me', { cookie: endedCookie })
          : people[turn % 3]?.get('/api/me'),
      ),
    )
    const answers = replies.map((reply) => reply?.json().displayName ?? reply?.statusCode)
    expect(answers).toEqual(replies.map((_, turn) => ['Ada Admin', 'Tom Teacher', 401][turn % 3]))
  })

  it('is opened by nothing that stands in the database', async () => {
    const visitor = await world.signIn()
    const [, signed = ''] = visitor.sessionCookie().split('=')
    const secret = decodeURIComponent(signed).split('.')[0] ?? ''
    const dump = JSON.stringify(
      await world.context.store.db.selectFrom('sessions').selectAll().execute(),
    )
    expect(dump).not.toContain(secret)
  })
})

describe('cookies', () => {
  it.each(['/', '/sign-in', '/livez', '/api/me', '/api/openapi.json', '/nothing'])(
    'a visitor gets none from %s',
    async (path) => {
      expect((await world.visit().open(path)).cookies).toEqual([])
    },
  )

  it('reading sets none', async () => {
    const visitor = await world.signIn()
    for (const path of ['/api/me', '/api/token-claims', '/api/users?top=1']) {
      expect((await visitor.get(path)).cookies).toEqual([])
    }
  })

  it('are __Host-, Secure and bound to https where the application is', async () => {
    await using secure = await startWorld({
      users: 0,
      env: { APP_ORIGIN: 'https://localhost:3443', TRUST_PROXY: '127.0.0.1' },
    })
    const visitor = secure.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    const started = await visitor.open('/auth/login')
    expect(started.cookies[0]).toMatchObject({ secure: true, path: '/' })
    expect(started.cookies[0]?.name).toMatch(/^__Host-vt-/)
    const finished = await visitor.open(callback)
    const session = finished.cookies.find(({ name }) => name === '__Host-vestibule')
    expect(session).toMatchObject({ secure: true, httpOnly: true, path: '/', sameSite: 'Lax' })
    expect(session).not.toHaveProperty('domain')
  })

  it('are cleared with the attributes they were set with, or browsers keep them', async () => {
    await using secure = await startWorld({
      users: 0,
      env: { APP_ORIGIN: 'https://localhost:3443', TRUST_PROXY: '127.0.0.1' },
    })
    const reply = await secure.visit().post('/auth/logout')
    expect(reply.cookies).toEqual([
      expect.objectContaining({ name: '__Host-vestibule', value: '', secure: true, path: '/' }),
    ])
  })

  it('signed with an older secret still work, and are signed anew', async () => {
    const [older, newer] = [1, 2].map(() => randomBytes(32).toString('base64url')) as [
      string,
      string,
    ]
    await using before = await startWorld({ users: 0, env: { SESSION_SECRETS: older } })
    const visitor = await before.signIn()
    // The same database under rotated secrets: what a restart with a new one is.
    const rotated = await buildApp({
      ...before.context,
      secrets: { sessionSecrets: [newer, older] },
    })
    const reply = await rotated.inject({
      url: '/api/me',
      headers: { cookie: visitor.sessionCookie() },
    })
    expect(reply.statusCode).toBe(200)
    const [renewed] = reply.cookies
    expect(renewed?.name).toBe('vestibule-3000')
    expect(`vestibule-3000=${renewed?.value}`).not.toBe(visitor.sessionCookie())
    const again = await rotated.inject({
      url: '/api/me',
      headers: { cookie: `vestibule-3000=${encodeURIComponent(renewed?.value ?? '')}` },
    })
    expect(again.statusCode).toBe(200)
    expect(again.cookies).toEqual([])
    await rotated.close()
  })
})
