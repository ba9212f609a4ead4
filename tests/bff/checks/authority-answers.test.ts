import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createSigningKey,
  type LyingWorld,
  type SigningKey,
  signInAgainst,
  startLyingWorld,
} from '../../helpers/lying-provider.ts'
import type { Visitor } from '../../helpers/visitor.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

describe('where the metadata promise iss in the answer', () => {
  let lying: LyingWorld
  beforeAll(async () => {
    lying = await startLyingWorld()
    // Metadata are asked for once a day: by this.
    lying.provider.lie({ metadata: { authorization_response_iss_parameter_supported: true } })
    await lying.world.visit().open('/auth/login')
  })
  afterAll(() => lying[Symbol.asyncDispose]())

  it('an answer without it is refused, asks the token endpoint nothing and makes no session', async () => {
    expect(await signInAgainst(lying, {})).toEqual({
      error: 'sign_in_failed',
      hasSession: false,
      stored: 0,
      hits: [],
    })
  })

  it('an answer with another is refused as well, and one with the right one is accepted', async () => {
    const { world, provider } = lying
    const finish = async (iss: string) => {
      const visitor = world.visit()
      provider.lie({})
      const callback = await visitor.reachCallback('anybody')
      await visitor.open(`${callback}&${new URLSearchParams({ iss })}`)
      return [visitor.sessionCookie() !== '', provider.hits()]
    }
    expect(await finish('https://evil.example/')).toEqual([false, []])
    expect(await finish(`${provider.issuer}/`)).toEqual([false, []])
    expect(await finish(provider.issuer)).toEqual([true, expect.arrayContaining(['token'])])
  })
})

describe('a logout token', () => {
  let lying: LyingWorld
  let elliptic: SigningKey
  beforeAll(async () => {
    lying = await startLyingWorld()
    elliptic = await createSigningKey('ES256')
  })
  afterAll(() => lying[Symbol.asyncDispose]())
  beforeEach(() => lying.provider.lie({}))

  /** Somebody whom the provider can sign out, and the claims that do it. */
  async function signIn(): Promise<{ visitor: Visitor; claims: Record<string, unknown> }> {
    const sid = randomUUID()
    lying.provider.lie({ claims: { sid } })
    const visitor = await lying.world.signIn()
    lying.provider.lie({ keys: [lying.provider.key.jwk, elliptic.jwk] })
    const now = Math.floor(Date.now() / 1000)
    const { issuer: iss, clientId: aud } = lying.provider
    const times = { iat: now, exp: now + 120 }
    return {
      visitor,
      claims: { iss, aud, sid, jti: randomUUID(), events: { [EVENT]: {} }, ...times },
    }
  }

  async function send(logoutToken: string): Promise<number> {
    const reply = await lying.world.app.inject({
      method: 'POST',
      url: '/auth/backchannel-logout',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ logout_token: logoutToken }).toString(),
    })
    return reply.statusCode
  }

  const signBy = ({ alg, kid, privateKey }: SigningKey, claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid, typ: 'logout+jwt' }).sign(privateKey)

  const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200

  it('signed with another algorithm is refused and ends nothing, even by a key of the authority', async () => {
    const { visitor, claims } = await signIn()
    expect(await send(await signBy(elliptic, claims))).toBe(400)
    expect(await isSignedIn(visitor)).toBe(true)
    // The control: nothing else is wrong with it.
    expect(await send(await signBy(lying.provider.key, claims))).toBe(200)
    expect(await isSignedIn(visitor)).toBe(false)
  })

  it.each(['HS256', 'HS512'])(
    'signed with our own secret (%s) is refused and ends nothing',
    async (alg) => {
      const { visitor, claims } = await signIn()
      const secret = new TextEncoder().encode(lying.provider.clientSecret)
      const token = new SignJWT(claims).setProtectedHeader({ alg, kid: lying.provider.key.kid })
      expect(await send(await token.sign(secret))).toBe(400)
      expect(await isSignedIn(visitor)).toBe(true)
    },
  )

  it.each(['RS384', 'PS256'])(
    'of the right kind of key and another algorithm (%s) is refused',
    async (alg) => {
      const { visitor, claims } = await signIn()
      const other = await createSigningKey(alg)
      lying.provider.lie({ keys: [lying.provider.key.jwk, other.jwk] })
      expect(await send(await signBy(other, claims))).toBe(400)
      expect(await isSignedIn(visitor)).toBe(true)
    },
  )
})
