import { createHash, generateKeyPairSync, randomUUID, X509Certificate } from 'node:crypto'
import {
  type ClientCertificate,
  createClientCertificate,
  createEmulator,
  type Emulator,
} from '@vestibule/emulator'
import { decodeJwt, importPKCS8, SignJWT } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { graphDefault } from './admin-consent-driver.ts'
import { catchRefusal } from './relying-party.ts'

const clientId = 'a0000000-7e57-4000-8000-000000000001'
const day = 86_400_000

let emulator: Emulator
let first: ClientCertificate
let second: ClientCertificate
beforeAll(async () => {
  first = await createClientCertificate('first')
  second = await createClientCertificate('second')
  const applications = { [clientId]: { certificates: [first.certificate] } }
  emulator = await createEmulator({ port: 0, users: 20, applications })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const tokenEndpoint = (): string => emulator.authority.replace('/v2.0', '/oauth2/v2.0/token')
const hashOf = (pem: string, hash: 'sha1' | 'sha256'): Buffer =>
  createHash(hash).update(new X509Certificate(pem).raw).digest()

interface Change {
  algorithm?: 'PS256' | 'RS256'
  header?: Record<string, string>
  claims?: Record<string, unknown>
}

async function createAuth(
  { certificate, privateKey }: ClientCertificate,
  { algorithm = 'PS256', header, claims }: Change = {},
): Promise<client.ClientAuth> {
  const key = await importPKCS8(privateKey, algorithm)
  return client.PrivateKeyJwt(key, {
    [client.modifyAssertion]: (protectedHeader, payload) => {
      const named = header ?? { 'x5t#S256': hashOf(certificate, 'sha256').toString('base64url') }
      Object.assign(protectedHeader, named)
      Object.assign(payload, { aud: tokenEndpoint() }, claims)
      for (const [name, value] of Object.entries(payload)) {
        if (value === undefined) delete payload[name]
      }
    },
  })
}

/** An application token, as openid-client gets it with a certificate. */
async function askWith(certificate: ClientCertificate, change?: Change) {
  const auth = await createAuth(certificate, change)
  const config = await client.discovery(new URL(emulator.authority), clientId, undefined, auth, {
    execute: [client.allowInsecureRequests],
  })
  return client.clientCredentialsGrant(config, { scope: graphDefault })
}

interface Body {
  error: string
  error_codes: number[]
  error_description: string
}

async function refuse(certificate: ClientCertificate, change?: Change): Promise<Body> {
  return (await catchRefusal(askWith(certificate, change))) as unknown as Body
}

/** The same by hand, for what openid-client would not send. */
async function askByHand(
  claims: Record<string, unknown>,
  client_id = clientId,
): Promise<{ status: number; body: Body }> {
  const assertion = await new SignJWT({
    aud: tokenEndpoint(),
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    exp: Math.floor(Date.now() / 1000) + 300,
    ...claims,
  })
    .setProtectedHeader({
      alg: 'PS256',
      'x5t#S256': hashOf(first.certificate, 'sha256').toString('base64url'),
    })
    .sign(await importPKCS8(first.privateKey, 'PS256'))
  const response = await fetch(tokenEndpoint(), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id,
      scope: graphDefault,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    }),
  })
  return { status: response.status, body: (await response.json()) as Body }
}

const control = (path: string, method: string, body?: unknown): Promise<Response> =>
  fetch(`${emulator.url}/_emulator/certificates${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  })

describe('certificates of a running application', () => {
  test('are valid side by side, and one that is taken away is refused with AADSTS700027', async () => {
    expect((await refuse(second)).error_codes).toEqual([700027])
    emulator.addClientCertificate(clientId, second.certificate)
    for (const certificate of [first, second]) {
      expect(decodeJwt((await askWith(certificate)).access_token).appidacr).toBe('2')
    }
    emulator.removeClientCertificate(clientId, first.certificate)
    const thumbprint = hashOf(first.certificate, 'sha256').toString('hex').toUpperCase()
    const refused = await refuse(first)
    expect(refused.error).toBe('invalid_client')
    expect(refused.error_description).toContain(
      `AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}', `,
    )
    expect((await askWith(second)).access_token).toBeTruthy()
  })

  test('are taken away by every spelling of their thumbprint', () => {
    const sha1 = hashOf(second.certificate, 'sha1')
    const sha256 = hashOf(second.certificate, 'sha256')
    const spellings = [sha1, sha256].flatMap((hash) => [
      hash.toString('hex'),
      hash.toString('hex').toUpperCase(),
      hash.toString('base64url'),
    ])
    const withColons = new X509Certificate(second.certificate).fingerprint
    for (const spelling of [...spellings, withColons, second.certificate]) {
      expect(emulator.addClientCertificate(clientId, second.certificate)).toEqual({
        thumbprint: sha1.toString('hex').toUpperCase(),
        thumbprintSha256: sha256.toString('hex').toUpperCase(),
      })
      emulator.removeClientCertificate(clientId, spelling)
      expect(() => emulator.removeClientCertificate(clientId, spelling)).toThrow('no such')
    }
  })

  test('belong to one application alone', async () => {
    const daemon = 'a0000000-7e57-4000-8000-000000000003'
    const { body } = await askByHand({ iss: daemon, sub: daemon }, daemon)
    expect(body.error_codes).toEqual([700027])
  })

  test('added twice are there once', async () => {
    emulator.addClientCertificate(clientId, second.certificate)
    emulator.addClientCertificate(clientId, second.certificate)
    emulator.removeClientCertificate(clientId, second.certificate)
    expect((await refuse(second)).error_codes).toEqual([700027])
  })

  test('are those of the start after a reset', async () => {
    emulator.addClientCertificate(clientId, second.certificate)
    emulator.removeClientCertificate(clientId, first.certificate)
    emulator.reset()
    expect((await askWith(first)).access_token).toBeTruthy()
    expect((await refuse(second)).error_codes).toEqual([700027])
  })

  test.each([
    [
      'has expired',
      { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) },
    ],
    [
      'is not valid yet',
      { notBefore: new Date(Date.now() + day), notAfter: new Date(Date.now() + 9 * day) },
    ],
  ])('one that %s is refused with AADSTS700027 and that reason', async (_, validity) => {
    const outOfTime = await createClientCertificate('out of time', validity)
    emulator.addClientCertificate(clientId, outOfTime.certificate)
    const refused = await refuse(outOfTime)
    expect(refused).toMatchObject({ error: 'invalid_client', error_codes: [700027] })
    expect(refused.error_description).toContain('[Reason - The key used is expired., Thumbprint')
  })

  test('are added and taken away over HTTP', async () => {
    const body = { client: clientId, certificate: second.certificate }
    const added = await control('', 'POST', body)
    expect(added.status).toBe(201)
    const { thumbprint } = (await added.json()) as { thumbprint: string }
    expect((await askWith(second)).access_token).toBeTruthy()
    expect((await control(`/${clientId}/${thumbprint}`, 'DELETE')).status).toBe(204)
    expect((await refuse(second)).error_codes).toEqual([700027])
    expect((await control(`/${clientId}/${thumbprint}`, 'DELETE')).status).toBe(400)
  })

  test('that are none, or of nobody, are refused with a sentence', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const key = publicKey.export({ format: 'pem', type: 'spki' }).toString()
    const bodies = [
      {},
      { client: clientId, certificate: 'garbage' },
      { client: clientId, certificate: key },
      { client: randomUUID(), certificate: second.certificate },
    ]
    for (const body of bodies) {
      const answer = await control('', 'POST', body)
      expect(answer.status).toBe(400)
      expect(((await answer.json()) as { message: string }).message).toMatch(/\.$/)
    }
  })
})

describe('an assertion', () => {
  test.each([
    ['PS256', 'x5t#S256'],
    ['RS256', 'x5t'],
  ] as const)('signed with %s and named by %s is accepted', async (algorithm, name) => {
    const hash = name === 'x5t' ? 'sha1' : 'sha256'
    const header = { [name]: hashOf(first.certificate, hash).toString('base64url') }
    expect((await askWith(first, { algorithm, header })).access_token).toBeTruthy()
  })

  test('named by the hex text of its thumbprint is refused with AADSTS700027', async () => {
    const header = { 'x5t#S256': hashOf(first.certificate, 'sha256').toString('hex') }
    expect((await refuse(first, { header })).error_codes).toEqual([700027])
  })

  test("signed with another key than the named one's is refused with AADSTS700027", async () => {
    const refused = await refuse({ ...first, privateKey: second.privateKey })
    expect(refused.error_codes).toEqual([700027])
    expect(refused.error_description).toContain('did not match the expected signature value')
  })

  test('with a list for an audience is refused with AADSTS5002741, even of one', async () => {
    for (const aud of [[tokenEndpoint()], [tokenEndpoint(), emulator.authority]]) {
      const { status, body } = await askByHand({ aud })
      expect(status).toBe(401)
      expect(body).toMatchObject({ error: 'invalid_client', error_codes: [5002741] })
    }
  })

  test.each([
    ['has expired', -600],
    ['would live for an hour', 3600],
  ])('that %s is refused with AADSTS700024 and its times', async (_, seconds) => {
    const exp = Math.floor(Date.now() / 1000) + seconds
    const { status, body } = await askByHand({ exp })
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [700024] })
    expect(body.error_description).toContain(
      `expiry time of assertion ${new Date(exp * 1000).toISOString()}.`,
    )
  })

  test('of ten minutes is accepted', async () => {
    const exp = Math.floor(Date.now() / 1000) + 600
    expect((await askByHand({ exp })).status).toBe(200)
  })

  test.each([
    ['an expiry', { exp: undefined }, 700024],
    ['an id', { jti: undefined }, 50027],
    ['an audience', { aud: undefined }, 700023],
    ['an issuer', { iss: undefined }, 700021],
  ])('without %s is refused', async (_, claims, code) => {
    const { status, body } = await askByHand(claims)
    expect(status).toBe(401)
    expect(body).toMatchObject({ error: 'invalid_client', error_codes: [code] })
  })

  test.each([[{ exp: 'soon' }], [{ exp: 1e300 }], [{ nbf: 1e300 }], [{ nbf: -1e300, exp: 0 }]])(
    'with times that make no sense is refused and breaks nothing: %j',
    async (claims) => {
      expect(await askByHand(claims)).toMatchObject({
        status: 401,
        body: { error: 'invalid_client' },
      })
    },
  )

  test.each([700027, 700024, 7_000_214, 1_000_502, 7_000_274, 7_000_277, 7_000_222])(
    'can be made to be answered once with AADSTS%i',
    async (code) => {
      emulator.addFault({ match: 'token', kind: 'status', code, times: 1 })
      expect(await refuse(first)).toMatchObject({ error: 'invalid_client', error_codes: [code] })
      expect((await askWith(first)).access_token).toBeTruthy()
    },
  )
})
