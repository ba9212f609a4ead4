import { randomUUID } from 'node:crypto'
import { type CryptoKey, exportSPKI, importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../helpers/bearer.ts'
import {
  createSigningKey,
  type LyingWorld,
  type Members,
  replies,
  startLyingWorld,
} from '../../helpers/lying-provider.ts'

let lying: LyingWorld
beforeAll(async () => {
  lying = await startLyingWorld()
})
afterAll(() => lying[Symbol.asyncDispose]())

const FOREIGN_TENANT = randomUUID()
const now = () => Math.floor(Date.now() / 1000)

/** A good token of a person but for what is given; a member that is undefined is missing. */
async function sign(
  claims: Members = {},
  header: Members = {},
  key: CryptoKey | Uint8Array = lying.provider.key.privateKey,
): Promise<string> {
  const { issuer, tenantId, clientId, key: ours } = lying.provider
  const all = {
    aud: clientId,
    iss: issuer,
    tid: tenantId,
    oid: randomUUID(),
    sub: randomUUID(),
    azp: randomUUID(),
    scp: 'access_as_user',
    iat: now() - 300,
    nbf: now() - 300,
    exp: now() + 3600,
    name: 'Dora Delegated',
    preferred_username: 'dora@liar.test',
    ver: '2.0',
    ...claims,
  }
  return new SignJWT(all)
    .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: ours.kid, ...header })
    .sign(key)
}

/** An application's own; it has one app role unless told otherwise. */
function signApp(claims: Members = {}) {
  const oid = randomUUID()
  return sign({ scp: undefined, roles: ['Directory.Read'], oid, sub: oid, ...claims })
}

const call = async (token: string) => createClient(lying.world.app, token).get('/api/me')
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('a token that lets in', () => {
  it.each<[string, Members]>([
    ['of version 2.0', {}],
    ['for the application’s URI', { aud: 'api://client' }],
    [
      'of version 1.0',
      { ver: '1.0', iss: 'v1', azp: undefined, appid: randomUUID(), upn: 'dora@liar.test' },
    ],
    ['with further scopes', { scp: 'other access_as_user' }],
    ['that has app roles besides', { roles: ['Batches.Write'] }],
  ])('is one %s', async (_what, claims) => {
    const { tenantId, clientId } = lying.provider
    const reply = await call(
      await sign({
        ...claims,
        ...(claims.iss !== undefined && { iss: `https://sts.windows.net/${tenantId}/` }),
        ...(claims.aud !== undefined && { aud: `api://${clientId}` }),
      }),
    )
    expect(reply.statusCode, reply.body).toBe(200)
    expect(reply.json()).toMatchObject({ displayName: 'Dora Delegated', session: null })
  })

  it('of an application is told by `idtyp`, and without it by its subject', async () => {
    for (const claims of [{}, { idtyp: 'app', sub: randomUUID() }]) {
      const reply = await call(await signApp(claims))
      expect(reply.statusCode, reply.body).toBe(200)
      expect(reply.json().kind).toBe('app')
    }
  })
})

const expectInvalid = async (token: string) => {
  const reply = await call(token)
  expect(reply.statusCode, reply.body).toBe(401)
  expect(reply.json()).toMatchObject({ code: 'unauthenticated' })
  expect(reply.json().signInUrl).toBeUndefined()
  expect(reply.headers.location).toBeUndefined()
  expect(reply.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token"/)
  // Nothing of a token is told, and nobody is entered for one.
  expect(reply.body).not.toContain('Dora')
}

describe('a token that lets nobody in', () => {
  it.each<[string, () => Promise<string> | string]>([
    [
      'one that nobody signed',
      async () => `${encode({ alg: 'none' })}.${(await sign()).split('.')[1]}.`,
    ],
    [
      'one signed with the public key as a secret',
      async () => {
        const key = await importJWK(lying.provider.key.jwk, 'RS256', { extractable: true })
        const secret = new TextEncoder().encode(await exportSPKI(key as CryptoKey))
        return sign({}, { alg: 'HS256' }, secret)
      },
    ],
    [
      'one that brings its own key',
      async () => {
        const { privateKey, jwk } = await createSigningKey()
        return sign({}, { jwk, kid: undefined }, privateKey)
      },
    ],
    [
      'one that says where its key is',
      async () => {
        const { privateKey } = await createSigningKey()
        const jku = `${lying.provider.canaryUrl}/keys`
        return sign({}, { jku, x5u: jku, kid: undefined }, privateKey)
      },
    ],
    [
      'one signed by somebody else in the name of our key',
      async () => sign({}, {}, (await createSigningKey()).privateKey),
    ],
    ['one without a key id', () => sign({}, { kid: undefined })],
    ['one of another issuer', () => sign({ iss: 'https://evil.example/v2.0' })],
    ['one whose version does not fit its issuer', () => sign({ ver: '1.0', appid: randomUUID() })],
    [
      'one of version 2.0 with the issuer of 1.0',
      () => sign({ iss: `https://sts.windows.net/${lying.provider.tenantId}/` }),
    ],
    ['one whose tenant is not its issuer’s', () => sign({ tid: FOREIGN_TENANT })],
    ['one for Graph', () => sign({ aud: 'https://graph.microsoft.com' })],
    ['one for another API', () => sign({ aud: randomUUID() })],
    ['one that has expired', () => sign({ exp: now() - 60 })],
    ['one that is not valid yet', () => sign({ nbf: now() + 600 })],
    ['one that never expires', () => sign({ exp: undefined })],
    [
      'one with an extension that must be understood',
      () => sign({}, { crit: ['exp'] }).catch(toForged),
    ],
    ['one that was cut', async () => (await sign()).slice(0, -20)],
    ['one that was changed', async () => forge(await sign())],
    ['one of 10 kB', async () => `${await sign()}${'A'.repeat(10_000)}`],
    ['one that is nothing', () => ''],
    ['one that is no token', () => 'not.a.token'],
    ['one that names no tenant', () => sign({ tid: undefined })],
    ['one that names no account', () => sign({ oid: undefined })],
    ['one whose account is no id', () => sign({ oid: 'dora@liar.test' })],
    ['one that was issued to nobody', () => sign({ azp: undefined })],
    [
      'an ID token',
      () => sign({ azp: undefined, scp: undefined, nonce: randomUUID(), roles: ['Admin'] }),
    ],
    ['an ID token that says whom it was issued to', () => sign({ scp: undefined, nonce: 'n' })],
  ])('%s', async (_what, make) => {
    await expectInvalid(await make())
  })

  it('one in the address or in a body is none', async () => {
    const { app } = lying.world
    const token = await sign()
    const query = `/api/me?access_token=${token}`
    const headers = { host: 'localhost:3000' }
    expect((await app.inject({ url: query, headers })).statusCode).toBe(401)
    const form = { headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } }
    const body = { ...form, payload: `access_token=${token}`, url: '/api/user-batches' }
    expect((await app.inject({ ...body, method: 'POST' })).statusCode).toBe(403)
  })

  it('nobody’s key is looked for where a token says', () => {
    expect(lying.provider.hits()).not.toContain('canary')
  })
})

describe('a token that is good and not enough', () => {
  it.each<[string, () => Promise<string>]>([
    ['without the scope of this API', () => sign({ scp: 'other' })],
    [
      'of a person, with app roles and without a scope',
      () => sign({ scp: undefined, roles: ['A'] }),
    ],
    ['of an application without an app role', () => signApp({ roles: undefined })],
    ['of an application whose roles are no list', () => signApp({ roles: 'Directory.Read' })],
  ])('%s is 403', async (_what, make) => {
    const reply = await call(await make())
    expect(reply.statusCode, reply.body).toBe(403)
    expect(reply.json().code).toBe('forbidden')
    expect(reply.headers['www-authenticate']).toMatch(
      /^Bearer error="insufficient_scope".*scope="access_as_user"$/,
    )
  })

  it('of another organisation is 403, with a code of its own', async () => {
    const iss = `${lying.provider.url}/${FOREIGN_TENANT}/v2.0`
    const reply = await call(await sign({ tid: FOREIGN_TENANT, iss }))
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'tenant_not_allowed' })
  })
})

describe('groups that are too many for a token', () => {
  it('are no address to follow', async () => {
    const endpoint = `${lying.provider.canaryUrl}/groups`
    const claims = { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } }
    expect((await call(await sign(claims))).statusCode).toBe(200)
    expect(lying.provider.hits()).not.toContain('canary')
  })
})

describe('the authority’s keys', () => {
  it('are asked for once for a thousand unknown key ids, and a rotated key is waited for', async () => {
    await using own = await startLyingWorld()
    const client = (token: string) => createClient(own.world.app, token).get('/api/me')
    const { issuer, tenantId, clientId, key } = own.provider
    const signOwn = (kid: string, by: CryptoKey) =>
      new SignJWT({
        ...{ aud: clientId, iss: issuer, tid: tenantId, ver: '2.0', scp: 'access_as_user' },
        ...{ oid: randomUUID(), sub: randomUUID(), azp: randomUUID() },
      })
        .setProtectedHeader({ alg: 'RS256', kid })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(by)
    expect((await client(await signOwn(key.kid, key.privateKey))).statusCode).toBe(200)

    own.provider.lie({})
    const strange = await signOwn('strange', key.privateKey)
    const [header = '', ...rest] = strange.split('.')
    const unknown = Array.from({ length: 1000 }, (_, index) => {
      const members = { ...JSON.parse(Buffer.from(header, 'base64url').toString()) }
      return [encode({ ...members, kid: `unknown-${index}` }), ...rest].join('.')
    })
    for (const token of unknown) expect((await client(token)).statusCode).toBe(401)
    expect(own.provider.hits()).toEqual(['keys'])

    const next = await createSigningKey()
    own.provider.lie({ keys: [key.jwk, next.jwk] })
    const rotated = await signOwn(next.kid, next.privateKey)
    own.world.passTime(0.6)
    expect((await client(rotated)).statusCode).toBe(200)
    expect(own.provider.hits()).toEqual(['keys'])
  })

  it('serve while the authority is away', async () => {
    await using own = await startLyingWorld()
    const { issuer, tenantId, clientId, key } = own.provider
    const token = await new SignJWT({
      ...{ aud: clientId, iss: issuer, tid: tenantId, ver: '2.0', scp: 'access_as_user' },
      ...{ oid: randomUUID(), sub: randomUUID(), azp: randomUUID() },
    })
      .setProtectedHeader({ alg: 'RS256', kid: key.kid })
      .setIssuedAt()
      .setExpirationTime('2h')
      .sign(key.privateKey)
    const client = createClient(own.world.app, token)
    expect((await client.get('/api/me')).statusCode).toBe(200)
    own.provider.lie({ replies: { keys: replies.cut, discovery: replies.cut } })
    own.world.passTime(60)
    expect((await client.get('/api/me')).statusCode).toBe(200)
  })
})

/** `jose` refuses to sign it: the header is put in the place of a good one. */
function toForged(): string {
  const header = encode({ alg: 'RS256', kid: lying.provider.key.kid, crit: ['b64', 'x'] })
  return `${header}.${encode({})}.AAAA`
}

/** One letter of the claims is another. */
function forge(token: string): string {
  const [header, claims = '', signature] = token.split('.')
  const changed = `${claims.slice(0, 40)}${claims[40] === 'A' ? 'B' : 'A'}${claims.slice(41)}`
  return [header, changed, signature].join('.')
}
