import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.emulator.reset())

const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200
const issuer = () => `${world.emulator.url}/${world.emulator.tenants[0]?.id}/v2.0`

/** What the authority calls a visitor's session and person. */
async function readNames(visitor: Visitor): Promise<{ sid: string; sub: string }> {
  const { claims } = (await visitor.get('/api/token-claims')).json().idToken
  const value = (wanted: string) =>
    String(claims.find(({ name }: { name: string }) => name === wanted)?.value)
  return { sid: value('sid'), sub: value('sub') }
}

describe('front-channel logout', () => {
  const tell = (query: Record<string, string>, headers: Record<string, string> = {}) =>
    world.visit().open(`/auth/frontchannel-logout?${new URLSearchParams(query)}`, headers)

  it('ends the session of that sid, with no cookie of ours, and no other', async () => {
    const [one, other] = [await world.signIn(), await world.signIn()]
    const { sid } = await readNames(one)
    const reply = await tell({ sid })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([false, true])
  })

  it('deletes the tokens of what it ends', async () => {
    const visitor = await world.signIn()
    await tell({ sid: (await readNames(visitor)).sid })
    const rows = await world.context.store.db
      .selectFrom('session_tokens')
      .innerJoin('sessions', 'sessions.id', 'session_id')
      .select('kind')
      .where('ended_at', 'is not', null)
      .execute()
    expect(rows).toEqual([])
  })

  it('takes the issuer with it, and none but ours', async () => {
    const visitor = await world.signIn()
    const { sid } = await readNames(visitor)
    await tell({ sid, iss: 'https://evil.example/' })
    expect(await isSignedIn(visitor)).toBe(true)
    await tell({ sid, iss: issuer() })
    expect(await isSignedIn(visitor)).toBe(false)
  })

  it.each([
    ['an unknown sid', { sid: 'nobody' }],
    ['no sid', {}],
    ['what cannot be a sid', { sid: "' or 1=1 --" }],
  ])('answers %s like any other, and ends nothing', async (_what, query) => {
    const visitor = await world.signIn()
    const { sid } = await readNames(visitor)
    const reply = await tell(query as Record<string, string>)
    expect(await isSignedIn(visitor)).toBe(true)
    const known = await tell({ sid })
    expect([reply.statusCode, reply.body]).toEqual([known.statusCode, known.body])
  })

  it('called a thousand times from one address is answered as always, does nothing more, and takes nothing from another', async () => {
    const limit = 20
    await using limited = await startWorld({ env: { RATE_LIMIT_PER_MINUTE: String(limit) } })
    const [noisy, quiet] = [await limited.signIn(), await limited.signIn('Tom Teacher')]
    const call = (sid: string, remoteAddress: string) =>
      limited.app.inject({
        url: `/auth/frontchannel-logout?sid=${sid}`,
        remoteAddress,
        headers: { host: 'localhost:3000' },
      })
    const toShape = ({ statusCode, body, headers }: Awaited<ReturnType<typeof call>>) => {
      const { date: _, 'x-request-id': __, ...rest } = headers
      return { statusCode, body, rest }
    }
    const first = toShape(await call('nobody', '203.0.113.9'))
    const replies = await Promise.all(
      Array.from({ length: 999 }, (_, n) => call(`nobody-${n}`, '203.0.113.9')),
    )
    for (const reply of replies) expect(toShape(reply)).toEqual(first)
    const own = toShape(await call((await readNames(noisy)).sid, '203.0.113.9'))
    expect(own).toEqual(first)
    expect(await isSignedIn(noisy)).toBe(true)
    await call((await readNames(quiet)).sid, '203.0.113.10')
    expect(await isSignedIn(quiet)).toBe(false)
    // Nor from what else that address asks.
    const login = { url: '/auth/login', headers: { host: 'localhost:3000' } }
    const begun = await limited.app.inject({ ...login, remoteAddress: '203.0.113.9' })
    expect(begun.statusCode).toBe(302)
  })

  it('may be framed by the authority alone', async () => {
    const { headers } = await tell({ sid: 'nobody' })
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; frame-ancestors ${world.emulator.url}`,
    )
    expect(headers['x-frame-options']).toBeUndefined()
  })
})

describe('back-channel logout', () => {
  const send = (payload: string, type = 'application/x-www-form-urlencoded') =>
    world.app.inject({
      method: 'POST',
      url: '/auth/backchannel-logout',
      headers: { 'content-type': type, host: 'localhost:3000' },
      payload,
    })
  const tell = async (claims: Record<string, unknown>, header?: Record<string, unknown>) => {
    const token = await world.emulator.signLogoutToken(claims, header)
    return send(new URLSearchParams({ logout_token: token }).toString())
  }

  it('ends the session of that sid alone', async () => {
    const [one, other] = [await world.signIn(), await world.signIn()]
    const { sid } = await readNames(one)
    const reply = await tell({ sid })
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([200, 'no-store'])
    expect([await isSignedIn(one), await isSignedIn(other)]).toEqual([false, true])
  })

  it('with a person and no session ends all of theirs, and nobody else’s', async () => {
    const visitors = [await world.signIn(), await world.signIn(), await world.signIn('Tom Teacher')]
    const { sub } = await readNames(visitors[0] as Visitor)
    await tell({ sub })
    expect(await Promise.all(visitors.map(isSignedIn))).toEqual([false, false, true])
  })

  it('with the right person and another session ends nothing', async () => {
    const visitor = await world.signIn()
    const { sub } = await readNames(visitor)
    expect((await tell({ sub, sid: 'another' })).statusCode).toBe(200)
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('takes a token once: a replayed one is refused and ends nothing', async () => {
    const visitor = await world.signIn()
    const { sub } = await readNames(visitor)
    const token = await world.emulator.signLogoutToken({ sub })
    const body = new URLSearchParams({ logout_token: token }).toString()
    expect((await send(body)).statusCode).toBe(200)
    const again = await world.signIn()
    expect((await send(body)).statusCode).toBe(400)
    expect(await isSignedIn(again)).toBe(true)
  })

  const past = Math.floor(Date.now() / 1000) - 3600
  it.each<[string, Record<string, unknown>, Record<string, unknown>?]>([
    ['of another issuer', { iss: 'https://evil.example/' }],
    ['for another application', { aud: 'another' }],
    ['that has expired', { iat: past, exp: past + 120 }],
    ['that is old, though it has not expired', { iat: past }],
    ['without iat', { iat: undefined }],
    ['without exp', { exp: undefined }],
    ['without jti', { jti: undefined }],
    ['without events', { events: undefined }],
    ['with another event', { events: { 'http://schemas.openid.net/event/other': {} } }],
    ['with a nonce', { nonce: 'n' }],
    ['that names nobody', { sid: undefined, sub: undefined }],
    ['of another type', {}, { typ: 'at+jwt' }],
    ['signed with an unknown key', {}, { kid: 'unknown' }],
  ])('refuses a token %s, and ends nothing', async (_what, claims, header) => {
    const visitor = await world.signIn()
    const { sid } = await readNames(visitor)
    const reply = await tell({ sid, ...claims }, header)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request' })
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('refuses an unsigned token, one that is altered, and an ID token', async () => {
    const visitor = await world.signIn()
    const { sid } = await readNames(visitor)
    const token = await world.emulator.signLogoutToken({ sid })
    const [, payload = ''] = token.split('.')
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    for (const bad of [
      `${encode({ alg: 'none', typ: 'logout+jwt' })}.${payload}.`,
      token.replace(payload, encode({ ...claims, jti: 'another' })),
      `${token}x`,
      'no token',
      '',
    ]) {
      const body = new URLSearchParams({ logout_token: bad }).toString()
      expect((await send(body)).statusCode).toBe(400)
    }
    expect((await send('')).statusCode).toBe(400)
    expect((await send('{}', 'application/json')).statusCode).toBe(400)
    expect((await send('logout_token=a&logout_token=b')).statusCode).toBe(400)
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('asks the authority to come again while its keys are not to be had', async () => {
    await using fresh = await startWorld({ users: 0 })
    fresh.emulator.addFault({ match: 'keys', kind: 'status', status: 503 })
    const token = await fresh.emulator.signLogoutToken({ sid: 'any' })
    const reply = await fresh.app.inject({
      method: 'POST',
      url: '/auth/backchannel-logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ logout_token: token }).toString(),
    })
    expect(reply.statusCode).toBe(502)
  })
})
