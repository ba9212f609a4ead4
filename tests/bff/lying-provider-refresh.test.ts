import { UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createSigningKey,
  type Lie,
  type LyingWorld,
  type Reply,
  replies,
  replyWith,
  type SigningKey,
  startLyingWorld,
} from '../helpers/lying-provider.ts'

let lying: LyingWorld
let stranger: SigningKey
beforeAll(async () => {
  lying = await startLyingWorld()
  stranger = await createSigningKey()
})
afterAll(() => lying[Symbol.asyncDispose]())
beforeEach(() => lying.provider.lie({}))

const OTHER_TENANT = '11111111-2222-4333-8444-555555555555'

describe('a refresh', () => {
  /** Signs in, then needs a permission that takes a refresh. */
  async function refreshAgainst(lie: Lie) {
    const visitor = await lying.world.signIn()
    lying.provider.lie(lie)
    const reply = await visitor.get('/api/users')
    return {
      visitor,
      status: reply.statusCode,
      code: reply.json().code,
      hits: lying.provider.hits(),
    }
  }

  it.each([
    ['that is all right', {}],
    ['without an ID token', { token: { id_token: undefined } }],
    ['without a new refresh token', { token: { refresh_token: undefined } }],
  ])('%s leads to what was asked for', async (_case, lie) => {
    expect(await refreshAgainst(lie)).toMatchObject({ status: 200, hits: ['token'] })
  })

  it('signed with a key that was rolled meanwhile is accepted', async () => {
    const visitor = await lying.world.signIn()
    lying.provider.lie({})
    lying.provider.key = await createSigningKey()
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
    expect(lying.provider.hits()).toEqual(['token', 'keys'])
  })

  it.each([
    ['sub', { sub: 'somebody-else' }],
    ['oid', { oid: OTHER_TENANT }],
    ['tid', { tid: OTHER_TENANT }],
  ])('whose ID token has another %s ends the session', async (_case, claims) => {
    const refresh = await refreshAgainst({ claims })
    expect(refresh).toMatchObject({ status: 401, code: 'session_expired', hits: ['token'] })
    expect((await refresh.visitor.get('/api/me')).statusCode).toBe(401)
  })

  it.each<[string, () => Lie]>([
    ['has another issuer', () => ({ claims: { iss: 'https://evil.example/' } })],
    ['is for somebody else', () => ({ claims: { aud: 'another-application' } })],
    ['has expired', () => ({ claims: { exp: Math.floor(Date.now() / 1000) - 31 } })],
    ['is signed by another key', () => ({ key: { ...stranger, kid: lying.provider.key.kid } })],
    ['is not signed', () => ({ sign: (_header, claims) => new UnsecuredJWT(claims).encode() })],
  ])('whose ID token %s gives nothing', async (_case, toLie) => {
    const refresh = await refreshAgainst(toLie())
    expect(refresh).toMatchObject({ status: 502, code: 'upstream_unavailable', hits: ['token'] })
  })

  it.each<[string, Reply, hits?: string[]]>([
    ['500', replyWith(500, {})],
    ['503', replyWith(503, { error: 'temporarily_unavailable' })],
    ['a page', replies.page],
    ['no JSON', replies.mislabelled],
    ['half an answer', replies.truncated],
    ['a line that is cut', replies.cut, ['token', 'token']],
    ['a line that is cut inside', replies.cutInside, ['token', 'token']],
  ])(
    'answered with %s keeps the session, and the next one works',
    async (_case, token, hits = ['token']) => {
      const { visitor, ...refresh } = await refreshAgainst({ replies: { token } })
      expect(refresh).toMatchObject({ status: 502, code: 'upstream_unavailable', hits })
      lying.provider.lie({})
      expect((await visitor.get('/api/users')).statusCode).toBe(200)
    },
  )

  it('that is to come back in a day is made again in five minutes', async () => {
    const token = replyWith(429, { error: 'too_many_requests' }, { 'retry-after': '86400' })
    const { visitor, ...refresh } = await refreshAgainst({ replies: { token } })
    expect(refresh).toMatchObject({ status: 503, code: 'upstream_throttled', hits: ['token'] })
    lying.provider.lie({})
    expect((await visitor.get('/api/users')).json().retryAfterSeconds).toBeGreaterThan(290)
    expect(lying.provider.hits()).toEqual([])
    lying.world.passTime(5)
    expect((await visitor.get('/api/users')).statusCode).toBe(200)
  })
})
