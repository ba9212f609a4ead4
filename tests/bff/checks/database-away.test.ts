import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { damage } from '../../faults/damage.ts'
import { createDatabase } from '../../helpers/postgres.ts'
import { SAME_ORIGIN, type Visitor } from '../../helpers/visitor.ts'
import { createWebRoot } from '../../helpers/web-root.ts'
import { startWorld, type World } from '../../helpers/world.ts'

const EVERYTHING = ['/api/me', '/api/sessions', '/api/token-claims', '/api/users', '/api/me/photo']

describe.each(['SQLite', 'PostgreSQL'])('while the database is away (%s)', (engine) => {
  let world: World
  let visitor: Visitor
  let callback: string
  /** What must not be told: where the database is, and what it said. */
  let inside: RegExp
  let stranger: Visitor

  beforeAll(async () => {
    const database = engine === 'PostgreSQL' ? await createDatabase() : undefined
    const { hostname = '', port = '', pathname = '' } = database ? new URL(database.url) : {}
    inside = new RegExp(
      [
        ...(database ? [hostname.replaceAll('.', '\\.'), port, pathname.slice(1)] : []),
        'postgres|sqlite|kysely|ECONN|\\bat \\S+:\\d+|database|driver|vestibule\\.db',
      ].join('|'),
      'i',
    )
    world = await startWorld({
      users: 0,
      webRoot: createWebRoot(),
      ...(database && { env: { DATABASE_URL: database.url } }),
    })
    visitor = await world.signIn('Ada Admin')
    stranger = world.visit()
    callback = await stranger.reachCallback('Tom Teacher')
    if (database) await database[Symbol.asyncDispose]()
    else await damage(world)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it('nobody is signed in and nobody is signed out: 503, the cookie stays, nothing of the inside is told', async () => {
    const cookie = visitor.sessionCookie()
    for (const path of EVERYTHING) {
      const reply = await visitor.get(path)
      expect(reply.statusCode, path).toBe(503)
      expect(reply.json()).toMatchObject({ code: 'overloaded', status: 503 })
      expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
      expect(reply.headers).not.toHaveProperty('set-cookie')
      expect(reply.headers['cache-control']).toBe('no-store')
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
      const { type: _, requestId: __, ...told } = reply.json()
      expect(JSON.stringify(told)).not.toMatch(inside)
    }
    expect(visitor.sessionCookie()).toBe(cookie)
  })

  it('a made-up cookie opens nothing either, and who brings none is answered 401', async () => {
    for (const value of ['made-up', `${'x'.repeat(32)}.${'y'.repeat(43)}`]) {
      const cookie = `vestibule-3000=${value}`
      expect((await world.visit().get('/api/me', { cookie })).statusCode).toBe(401)
    }
    expect((await world.visit().get('/api/me')).statusCode).toBe(401)
  })

  it('a sign-in ends without a session and says why, whether it begins, comes back, or is by password', async () => {
    const cookies = new Map(stranger.cookies)
    const ends = [
      await world.visit().open('/auth/login?returnTo=/users'),
      await world.visit().open('/auth/login?for=any&returnTo=/users'),
      // Whoever was signed in, or still has the cookie of a session that is over.
      await visitor.open('/auth/login?returnTo=/users'),
      await visitor.open('/auth/link?returnTo=/users', { 'sec-fetch-site': 'same-origin' }),
      await stranger.open(callback),
    ]
    for (const reply of ends) {
      const address = new URL(String(reply.headers.location))
      expect(reply.statusCode).toBe(302)
      expect(address.pathname).toBe('/sign-in')
      expect(address.searchParams.get('error')).toBe('overloaded')
      expect(address.searchParams.get('ref')).toBe(reply.headers['x-request-id'])
      expect(address.href + reply.body).not.toMatch(inside)
    }
    const returns = ends.map(({ headers }) => new URL(String(headers.location)).searchParams)
    expect(returns.map((query) => query.get('returnTo'))).toEqual([
      ...Array.from({ length: 4 }, () => '/users'),
      null,
    ])
    // What the sign-in needs to be finished later is still there.
    expect(stranger.cookies).toEqual(cookies)
    const local = await stranger.post('/auth/local/login', { email: 'a@b.test', password: 'x' })
    expect(local.statusCode).toBe(503)
    expect(local.json()).toMatchObject({ code: 'overloaded' })
    expect(stranger.sessionCookie()).toBe('')
    expect((await stranger.get('/api/me')).statusCode).toBe(401)
  })

  it('a page is the sign-in page, which says so with status 503, and keeps the cookie', async () => {
    const cookie = visitor.sessionCookie()
    for (const path of ['/', '/users', '/sign-in?error=overloaded&ref=any']) {
      const reply = await visitor.open(path)
      expect(reply.statusCode).toBe(503)
      expect(reply.headers['retry-after']).toBe('5')
      expect(reply.headers['content-type']).toContain('text/html')
      expect(reply.headers['content-security-policy']).toContain("script-src 'self'")
      expect(reply.body).toContain('the sign-in page')
      expect(reply.body).toContain(` data-away="${reply.headers['x-request-id']}"`)
    }
    expect(visitor.sessionCookie()).toBe(cookie)
    const stranger = await world.visit().open('/sign-in?error=overloaded&ref=any')
    expect(stranger.statusCode).toBe(200)
    expect(stranger.body).not.toContain('data-away')
  })

  it('a sign-out does not pretend to have happened', async () => {
    const reply = await visitor.post('/auth/logout')
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toMatchObject({ code: 'overloaded' })
    expect(visitor.sessionCookie()).not.toBe('')
  })

  it('the authority’s own sign-out is not taken for done: it may come again', async () => {
    const logoutToken = await world.emulator.signLogoutToken({ sid: 'any' })
    const back = await world.app.inject({
      method: 'POST',
      url: '/auth/backchannel-logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ logout_token: logoutToken }).toString(),
    })
    const front = await world.visit().open('/auth/frontchannel-logout?sid=any')
    for (const reply of [back, front]) {
      expect(reply.statusCode).toBe(503)
      expect(reply.json().detail).not.toMatch(inside)
    }
  })

  it('/readyz says that it is not ready, and /livez that the process lives', async () => {
    const reply = await world.visit().get('/readyz')
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toMatchObject({ status: 'unready', checks: { store: false } })
    expect((await world.visit().get('/livez')).statusCode).toBe(200)
  })

  it('changes are refused as well', async () => {
    const cookie = visitor.sessionCookie()
    for (const url of ['/api/sessions?scope=others', '/api/sessions/any']) {
      const headers = { ...SAME_ORIGIN, cookie }
      const reply = await world.app.inject({ method: 'DELETE', url, headers })
      expect(reply.statusCode).toBe(503)
      expect(reply.headers).not.toHaveProperty('set-cookie')
    }
  })
})
