import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createSigningKey,
  type Lie,
  type LyingWorld,
  type Members,
  type SigningKey,
  signInAgainst,
  startLyingWorld,
} from '../helpers/lying-provider.ts'

let lying: LyingWorld
let stranger: SigningKey
let elliptic: SigningKey
beforeAll(async () => {
  lying = await startLyingWorld()
  stranger = await createSigningKey()
  elliptic = await createSigningKey('ES256')
  // From here on metadata and keys are known.
  await signInAgainst(lying, {})
})
afterAll(() => lying[Symbol.asyncDispose]())

const SECONDS = { minute: 60, hour: 3600, day: 86_400, week: 604_800 }
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const OTHER_TENANT = '11111111-2222-4333-8444-555555555555'

const ACCEPTED = { error: null, hasSession: true, stored: 2 }
const refused = (error = 'sign_in_failed') => ({ error, hasSession: false, stored: 0 })

/** What a token's last part is made of, where no key of ours is to make it. */
const encode = (part: Members) => Buffer.from(JSON.stringify(part)).toString('base64url')

describe('an ID token', () => {
  it('that is all right makes a session, with one question to the token endpoint', async () => {
    expect(await signInAgainst(lying, {})).toEqual({ ...ACCEPTED, hits: ['token'] })
  })

  const wrongClaims: [string, () => Members][] = [
    ['no issuer', () => ({ iss: undefined })],
    ['another audience', () => ({ aud: 'another-application' })],
    ['no audience', () => ({ aud: undefined })],
    ['a second audience and no azp', () => ({ aud: [lying.provider.clientId, 'another'] })],
    ['an azp that is not us', () => ({ aud: [lying.provider.clientId, 'x'], azp: 'another' })],
    ['another azp', () => ({ azp: 'another-application' })],
    ['an object id that is none', () => ({ oid: 'me' })],
    ['no text as object id', () => ({ oid: '' })],
    ['another nonce', () => ({ nonce: 'of-another-sign-in' })],
    ['no nonce', () => ({ nonce: undefined })],
    ['an empty nonce', () => ({ nonce: '' })],
    ['no subject', () => ({ sub: undefined })],
    ['a subject that is no text', () => ({ sub: 42 })],
    ['no tenant', () => ({ tid: undefined })],
    ['no object id', () => ({ oid: undefined })],
    ['no time of issue', () => ({ iat: undefined })],
    ['a time of issue a day ahead', () => ({ iat: inSeconds(SECONDS.day) })],
    ['a time of issue a week ago', () => ({ iat: inSeconds(-SECONDS.week) })],
    ['a time of issue that is text', () => ({ iat: String(inSeconds(-1)) })],
    ['no end', () => ({ exp: undefined })],
    ['an end that is text', () => ({ exp: String(inSeconds(SECONDS.hour)) })],
    ['an end 31 s ago', () => ({ exp: inSeconds(-31) })],
    ['an end 5 min ago', () => ({ exp: inSeconds(-5 * SECONDS.minute) })],
    ['an end 1 h ago', () => ({ exp: inSeconds(-SECONDS.hour) })],
    ['a beginning 2 min ahead', () => ({ nbf: inSeconds(2 * SECONDS.minute) })],
    ['a beginning 1 h ahead', () => ({ nbf: inSeconds(SECONDS.hour) })],
  ]
  it.each(wrongClaims)('with %s is refused, and nobody is stored', async (_case, toClaims) => {
    const outcome = await signInAgainst(lying, { claims: toClaims() })
    expect(outcome).toEqual({ ...refused(), hits: ['token'] })
  })

  const rightClaims: [string, () => Members][] = [
    ['whose audience is a list of us alone', () => ({ aud: [lying.provider.clientId] })],
    ['that names us twice', () => ({ azp: lying.provider.clientId })],
    // It may be 2 s older by the time it is read.
    ['that ended 28 s ago', () => ({ exp: inSeconds(-28) })],
    ['that begins in 28 s', () => ({ nbf: inSeconds(28) })],
    ['of a clock 30 s ahead', () => ({ iat: inSeconds(30), nbf: inSeconds(30) })],
  ]
  it.each(rightClaims)('%s is accepted', async (_case, toClaims) => {
    const outcome = await signInAgainst(lying, { claims: toClaims() })
    expect(outcome).toEqual({ ...ACCEPTED, hits: ['token'] })
  })

  it('of another tenant is refused as such, whether its issuer agrees or not', async () => {
    const issuer = `${lying.provider.url}/${OTHER_TENANT}/v2.0`
    const foreign = await signInAgainst(lying, { claims: { tid: OTHER_TENANT, iss: issuer } })
    expect(foreign).toEqual({ ...refused('tenant_not_allowed'), hits: ['token'] })
    const mixed = await signInAgainst(lying, { claims: { tid: OTHER_TENANT } })
    expect(mixed).toEqual({ ...refused('tenant_not_allowed'), hits: ['token'] })
    const disguised = await signInAgainst(lying, { claims: { iss: issuer } })
    expect(disguised).toEqual({ ...refused('tenant_not_allowed'), hits: ['token'] })
    const lookAlike = `${lying.provider.url}.evil.example/${lying.provider.tenantId}/v2.0`
    const elsewhere = await signInAgainst(lying, { claims: { iss: lookAlike } })
    expect(elsewhere).toEqual({ ...refused('tenant_not_allowed'), hits: ['token'] })
  })

  it.each<[string, () => string]>([
    ['empty', () => ''],
    ['a piece of the issuer that is not its tenant', () => new URL(lying.provider.url).host],
    ['its tenant and more', () => `${lying.provider.tenantId}/v2.0`],
  ])('whose tenant is %s is refused', async (_case, toTenant) => {
    const outcome = await signInAgainst(lying, { claims: { tid: toTenant() } })
    expect(outcome).toEqual({ ...refused('tenant_not_allowed'), hits: ['token'] })
  })

  it('whose claims are kept elsewhere has nobody go there', async () => {
    const { canaryUrl } = lying.provider
    const outcome = await signInAgainst(lying, {
      claims: {
        _claim_names: { groups: 'src1' },
        _claim_sources: { src1: { endpoint: `${canaryUrl}/groups`, access_token: 'x' } },
      },
    })
    expect(outcome).toEqual({ ...ACCEPTED, hits: ['token'] })
  })
})

describe('a signature', () => {
  const forgeries: [string, () => Lie, ('token' | 'keys')[]][] = [
    [
      'by another key of the same id',
      () => ({ key: { ...stranger, kid: lying.provider.key.kid } }),
      ['token'],
    ],
    ['by a key nobody announced', () => ({ key: stranger }), ['token', 'keys']],
    [
      'by a key that the token brings along',
      () => ({
        key: { ...stranger, kid: lying.provider.key.kid },
        header: { jwk: stranger.jwk },
      }),
      ['token'],
    ],
    [
      'by a key that lies where the token says',
      () => ({
        key: stranger,
        header: { jku: `${lying.provider.canaryUrl}/keys`, x5u: lying.provider.canaryUrl },
      }),
      ['token', 'keys'],
    ],
    [
      'that is none',
      () => ({ sign: (_header, claims) => new UnsecuredJWT(claims).encode() }),
      ['token'],
    ],
    [
      'that is empty',
      () => ({ sign: (header, claims) => `${encode(header)}.${encode(claims)}.` }),
      ['token'],
    ],
    [
      'with our own secret (HS256)',
      () => ({
        sign: (header, claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ ...header, alg: 'HS256' })
            .sign(Buffer.from(lying.provider.clientSecret)),
      }),
      ['token'],
    ],
    [
      'by a kind of key that the metadata does not name (ES256)',
      () => ({ key: elliptic, keys: [lying.provider.key.jwk, elliptic.jwk] }),
      ['token'],
    ],
    [
      'with an extension nobody knows',
      () => ({
        sign: (header, claims) =>
          `${encode({ ...header, crit: ['x'], x: 1 })}.${encode(claims)}.AA`,
      }),
      ['token'],
    ],
  ]
  it.each(forgeries)('%s is refused', async (_case, toLie, hits) => {
    expect(await signInAgainst(lying, toLie())).toEqual({ ...refused(), hits })
  })

  it('without a key id is accepted where there is one key, and refused where there are several', async () => {
    await using fresh = await startLyingWorld()
    const { key } = fresh.provider
    const one = await signInAgainst(fresh, { header: { kid: undefined } })
    expect(one).toEqual({ ...ACCEPTED, hits: ['token', 'keys'] })
    await using several = await startLyingWorld()
    const unclear = await signInAgainst(several, {
      header: { kid: undefined },
      keys: [several.provider.key.jwk, key.jwk],
    })
    expect(unclear).toEqual({ ...refused(), hits: ['token', 'keys'] })
  })

  it('by a key that was rolled just now, or rolled twice, is accepted after one look at the keys', async () => {
    for (let round = 0; round < 2; round += 1) {
      lying.provider.key = await createSigningKey()
      const rolled = await signInAgainst(lying, {})
      expect(rolled).toEqual({ ...ACCEPTED, hits: ['token', 'keys'] })
      expect((await signInAgainst(lying, {})).hits).toEqual(['token'])
    }
  })

  it('by unknown keys again and again asks for the keys once each time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const outcome = await signInAgainst(lying, { key: stranger })
      expect(outcome).toEqual({ ...refused(), hits: ['token', 'keys'] })
    }
    expect(await signInAgainst(lying, {})).toMatchObject(ACCEPTED)
  })
})

describe('a token answer', () => {
  it.each([
    ['whose type is spelled bEARER', { token_type: 'bEARER' }],
    ['without expires_in', { expires_in: undefined }],
    ['with expires_in as text', { expires_in: '3599' }],
    ['that expires at once', { expires_in: 0 }],
    ['that expires in 31,000 years', { expires_in: 1e12 }],
    ['that expires when no date is left', { expires_in: 1e15 }],
    ['without scope', { scope: undefined }],
    ['without refresh token', { refresh_token: undefined }],
    ['with members nobody knows', { foci: '1', ext_expires_in: 3599 }],
  ])('%s is accepted', async (_case, token) => {
    expect(await signInAgainst(lying, { token })).toEqual({ ...ACCEPTED, hits: ['token'] })
  })

  it.each([
    ['without ID token', { id_token: undefined }],
    ['with an ID token that is no token', { id_token: 'abc' }],
    ['with an ID token that is null', { id_token: null }],
    ['without access token', { access_token: undefined }],
    ['without type', { token_type: undefined }],
    ['of a type nobody asked for', { token_type: 'mac' }],
    ['that expires before it came', { expires_in: -1 }],
    ['that expires soon', { expires_in: 'soon' }],
  ])('%s is refused, and nobody is stored', async (_case, token) => {
    expect(await signInAgainst(lying, { token })).toEqual({ ...refused(), hits: ['token'] })
  })
})

describe('metadata', () => {
  it('that announces its keys at another address each time is followed there', async () => {
    await using fresh = await startLyingWorld()
    const { provider, world } = fresh
    provider.lie({ metadata: { jwks_uri: `${provider.url}/${crypto.randomUUID()}` } })
    const visitor = world.visit()
    await visitor.signIn('anybody')
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    expect(provider.hits()).toEqual(['discovery', 'token', 'keys'])
  })
})
