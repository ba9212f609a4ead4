import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UnsealError } from '@vestibule/store'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.emulator.clearFaults()
  world.emulator.reset()
})

const tokenRequests = () =>
  world.emulator.requests().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length

/** The secret half of the cookie, as only the server should use it. */
function secretOf(visitor: Visitor): string {
  const [, value = ''] = visitor.sessionCookie().split('=')
  return decodeURIComponent(value).split('.')[0] ?? ''
}

/** The sessions that are alive, the newest first. */
async function sessionIds(): Promise<string[]> {
  const rows = await world.context.store.db
    .selectFrom('sessions')
    .select('id')
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute()
  return rows.map(({ id }) => id)
}

/** The tokens a visitor's session really holds. */
async function openTokens(visitor: Visitor): Promise<string[]> {
  const { vault, config } = world.context
  const [id] = await sessionIds()
  const session = { id: String(id), secret: secretOf(visitor) }
  const access = await vault.readAccessToken(session, config.graph.resource)
  const refresh = await vault.readRefreshToken(session)
  return [String(access?.value), String(refresh)]
}

describe('tokens never leave the server', () => {
  it('no reply of a whole visit carries one, or anything like one', async () => {
    const visitor = world.visit()
    const replies = [await visitor.open('/auth/login'), await visitor.signIn('Ada Admin')]
    const paths = [
      '/',
      '/sign-in?error=sign_in_failed',
      '/api/me',
      '/api/token-claims',
      '/api/users',
      '/api/users?top=0',
      '/api/nothing',
      '/api/openapi.json',
      '/auth/callback?state=x',
      '/livez',
      '/readyz',
    ]
    for (const path of paths) replies.push(await visitor.open(path))
    const tokens = await openTokens(visitor)
    for (const token of tokens) expect(token.length).toBeGreaterThan(100)
    replies.push(await visitor.post('/auth/logout'))
    for (const reply of replies) {
      const bytes = JSON.stringify(reply.headers) + reply.body
      expect(bytes).not.toMatch(/eyJ[\w-]{10,}\./)
      for (const token of tokens) expect(bytes).not.toContain(token)
    }
  })

  it('nor does the database’s file show one, in any spelling', async () => {
    const visitor = await world.signIn('Ada Admin')
    await visitor.get('/api/users?top=1')
    const tokens = await openTokens(visitor)
    const secret = secretOf(visitor)
    const { dataDir } = world.context.config
    const files = readdirSync(dataDir).filter((name) => name.startsWith('vestibule.db'))
    expect(files.length).toBeGreaterThan(0)
    for (const name of files) {
      const bytes = readFileSync(join(dataDir, name)).toString('latin1')
      for (const text of [...tokens, secret]) {
        for (const encoding of ['latin1', 'hex', 'base64', 'base64url'] as const) {
          expect(bytes.includes(Buffer.from(text).toString(encoding).slice(0, 60))).toBe(false)
        }
      }
      // The search can find something: the person's name stands there in plain text.
      if (name === 'vestibule.db-wal') expect(bytes).toContain('Ada Admin')
    }
  })

  it('and without the cookie’s secret the database and the keys together open none', async () => {
    const visitor = await world.signIn('Ada Admin')
    const { vault } = world.context
    const [newest] = await sessionIds()
    const id = String(newest)
    const guess = randomBytes(32).toString('base64url')
    await expect(vault.readRefreshToken({ id, secret: guess })).rejects.toThrow(
      'could not be opened',
    )
    expect(await vault.readRefreshToken({ id, secret: secretOf(visitor) })).toBeTruthy()
  })
})

describe('an access token', () => {
  it('is used again while it is good', async () => {
    const visitor = await world.signIn()
    await visitor.get('/api/users?top=1')
    const before = tokenRequests()
    await visitor.get('/api/users?top=1')
    expect(tokenRequests()).toBe(before)
  })

  it('with less than five minutes left is refreshed before it is used', async () => {
    const visitor = await world.signIn()
    await visitor.get('/api/users?top=1')
    const before = tokenRequests()
    world.emulator.settings({ accessTokenSeconds: 3599 })
    await inPieces(56, () => visitor.get('/api/me'))
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    world.passTime(-56)
    expect(tokenRequests()).toBe(before + 1)
  })

  it('is refreshed once for twenty calls that need it at the same moment', async () => {
    const visitor = await world.signIn()
    const before = tokenRequests()
    world.emulator.settings({ oneTimeRefreshTokens: true })
    world.emulator.addFault({ match: 'token', kind: 'delay', delayMs: 200 })
    const calls = Array.from({ length: 20 }, () => visitor.get('/api/users?top=1'))
    const statuses = (await Promise.all(calls)).map(({ statusCode }) => statusCode)
    world.emulator.settings({ oneTimeRefreshTokens: false })
    expect(statuses).toEqual(Array(20).fill(200))
    expect(tokenRequests()).toBe(before + 1)
  })

  it('for different permissions at the same moment loses none of them', async () => {
    const visitor = await world.signIn()
    world.emulator.settings({ oneTimeRefreshTokens: true })
    const [id] = await sessionIds()
    const session = { id: String(id), secret: secretOf(visitor) }
    const { graph, vault } = world.context
    const wishes = [['User.Read.All'], ['Group.Read.All'], ['Organization.Read.All']]
    await Promise.all(
      wishes.map((scopes) =>
        graph.accessTokens.getAccessToken({ session, resource: graph.resource, scopes }),
      ),
    )
    world.emulator.settings({ oneTimeRefreshTokens: false })
    const kept = await vault.readAccessToken(session, graph.resource)
    expect(kept?.scopes).toEqual(expect.arrayContaining(wishes.flat()))
  })

  it('that Graph refuses is replaced once, and then the call is made again', async () => {
    const visitor = await world.signIn()
    await visitor.get('/api/users?top=1')
    const before = tokenRequests()
    world.emulator.addFault({ match: 'users', kind: 'status', status: 401, times: 1 })
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    expect(tokenRequests()).toBe(before + 1)
  })

  it('that Graph refuses again and again ends in a sign-in, not in a loop', async () => {
    const visitor = await world.signIn()
    world.emulator.addFault({ match: 'users', kind: 'status', status: 401 })
    const reply = await visitor.get('/api/users?top=1')
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({
      code: 'claims_challenge',
      signInUrl: expect.stringMatching(/^\/auth\/login\?for=/),
    })
  })

  it('that is nearly over and cannot be renewed is not asked for again at each call', async () => {
    const visitor = await world.signIn()
    await visitor.get('/api/users?top=1')
    await inPieces(57, () => visitor.get('/api/me'))
    world.emulator.addFault({ match: 'token', kind: 'status', status: 503 })
    const before = tokenRequests()
    for (let call = 0; call < 5; call++) await visitor.get('/api/users?top=1')
    world.passTime(-57)
    expect(tokenRequests()).toBe(before + 1)
  })

  it('is used to its end when a refresh fails for a passing reason', async () => {
    const visitor = await world.signIn()
    await visitor.get('/api/users?top=1')
    await inPieces(57, () => visitor.get('/api/me'))
    world.emulator.addFault({ match: 'token', kind: 'status', status: 503 })
    const reply = await visitor.get('/api/users?top=1')
    world.passTime(-57)
    expect(reply.statusCode).toBe(200)
  })
})

describe('a refresh that fails', () => {
  it.each([
    ['an authority that is down', { kind: 'status', status: 503 }, 502, 'upstream_unavailable'],
    ['a cut line', { kind: 'reset' }, 502, 'upstream_unavailable'],
    ['a page instead of JSON', { kind: 'html' }, 502, 'upstream_unavailable'],
    ['a secret that has run out', { kind: 'status', code: 7000222 }, 501, 'app_credential_refused'],
  ] as const)('for %s keeps the session', async (_case, fault, status, code) => {
    const visitor = await world.signIn()
    world.emulator.addFault({ match: 'token', ...fault })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBe(status)
    expect(reply.json()).toMatchObject({ code })
    world.emulator.clearFaults()
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })

  it('for good ends the session and deletes its tokens, never with a 500', async () => {
    const visitor = await world.signIn()
    const [id] = await sessionIds()
    world.emulator.addFault({ match: 'token', kind: 'status', code: 50173 })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({ code: 'session_expired', signInUrl: '/auth/login' })
    expect((await visitor.get('/api/me')).statusCode).toBe(401)
    const rows = await world.context.store.db
      .selectFrom('session_tokens')
      .select('kind')
      .where('session_id', '=', String(id))
      .execute()
    expect(rows).toEqual([])
  })

  it('because the authority wants to see the person keeps the session, and says so', async () => {
    const visitor = await world.signIn()
    world.emulator.addFault({ match: 'token', kind: 'status', code: 50076 })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({
      code: 'claims_challenge',
      signInUrl: expect.stringMatching(/^\/auth\/login\?for=/),
    })
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it('because its key has left the ring leads to a new sign-in', async () => {
    const visitor = await world.signIn()
    const { vault } = world.context
    const readRefreshToken = vault.readRefreshToken
    vault.readRefreshToken = () => Promise.reject(new UnsealError('no such key'))
    const reply = await visitor.get('/api/users')
    vault.readRefreshToken = readRefreshToken
    expect(reply.statusCode).toBe(401)
    expect(reply.json()).toMatchObject({ code: 'session_expired' })
  })

  it('for want of consent leads to a sign-in that asks for what is missing', async () => {
    const visitor = await world.signIn()
    world.emulator.reset({ consent: 'none' })
    world.emulator.addFault({ match: 'token', kind: 'status', code: 65001 })
    const reply = await visitor.get('/api/users')
    expect(reply.statusCode).toBe(403)
    const problem = reply.json()
    expect(problem).toMatchObject({ code: 'consent_required', scopes: ['User.Read.All'] })
    expect(problem.signInUrl).toMatch(/^\/auth\/login\?for=[\w-]{22}$/)
    const started = await visitor.open(`${problem.signInUrl}&returnTo=/users`)
    const scope = new URL(String(started.headers.location)).searchParams.get('scope')
    expect(scope?.split(' ')).toContain('User.Read.All')
  })
})

/** Lets time pass without the session ending of idleness. */
async function inPieces(minutes: number, use: () => Promise<unknown>) {
  for (const piece of [minutes - 28, 28]) {
    world.passTime(piece)
    await use()
  }
}
