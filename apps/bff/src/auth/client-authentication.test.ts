import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { clientCredentialsGrant, refreshTokenGrant } from 'openid-client'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAuthority } from './authority.ts'
import { parseCertificatePairs } from './certificate-pairs.ts'
import { createSamplePem } from './certificate-sample.ts'
import { withClientAuthentication } from './client-authentication.ts'
import { type CredentialText, createClientCredential } from './client-credential.ts'

const TENANT = 'c0a70500-7e57-4000-8000-00000000c0de'
const MINUTE = 60_000
let [older, newer] = ['', '']
beforeAll(async () => {
  older = await createSamplePem(100)
  newer = await createSamplePem(200)
})

const pem = (...texts: string[]): CredentialText => {
  return { kind: 'certificate', pem: texts.join(''), file: 'client.pem' }
}
const secret = (text: string): CredentialText => ({ kind: 'secret', secret: text })
const thumbprint = (text: string) => parseCertificatePairs(text)[0].thumbprint

/** A token endpoint that answers with these AADSTS codes, one a request, and then with a token. */
async function startEndpoint(initial: CredentialText, codes: number[] = []) {
  const forms: URLSearchParams[] = []
  const state = { now: new Date(), text: initial, codes }
  const server = createServer(async (request, reply) => {
    reply.setHeader('content-type', 'application/json')
    if (!request.url?.endsWith('/token')) return reply.end(JSON.stringify(toMetadata(origin)))
    let body = ''
    for await (const part of request) body += part
    forms.push(new URLSearchParams(body))
    const code = state.codes.shift()
    reply.statusCode = code === undefined ? 200 : 401
    return reply.end(JSON.stringify(code === undefined ? TOKEN : toRefusal(code)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const now = () => state.now
  const credential = createClientCredential({ initial, read: () => state.text, now })
  const plain = createAuthority({
    origin,
    tenant: TENANT,
    clientId: 'app',
    authenticate: credential.authenticate,
    timeoutSeconds: 5,
  })
  const authority = withClientAuthentication(plain, credential)
  return {
    state,
    forms,
    tokenEndpoint: `${origin}/token`,
    /** What the requests proved themselves with. */
    listProofs: () => forms.map(readProof),
    async ask() {
      return clientCredentialsGrant(await authority.getConfiguration(), { scope: 'x/.default' })
    },
    async refresh() {
      return refreshTokenGrant(await authority.getConfiguration(), 'the refresh token')
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const TOKEN = { access_token: 'token', token_type: 'Bearer', expires_in: 3599 }

function toRefusal(code: number) {
  return {
    error: 'invalid_client',
    error_description: `AADSTS${code}: Refused. Trace ID: 1`,
    error_codes: [code],
  }
}

function toMetadata(origin: string) {
  return {
    issuer: `${origin}/${TENANT}/v2.0`,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/keys`,
    end_session_endpoint: `${origin}/logout`,
  }
}

function readAssertion(form: URLSearchParams) {
  const text = form.get('client_assertion') ?? ''
  return { text, header: decodeProtectedHeader(text), claims: decodeJwt(text) }
}

function readProof(form: URLSearchParams): unknown {
  return form.get('client_secret') ?? readAssertion(form).header['x5t#S256']
}

it('each of 100 requests has an assertion of its own, in the form that Entra documents', async () => {
  await using endpoint = await startEndpoint(pem(older))
  for (let count = 0; count < 100; count += 1) await endpoint.refresh()
  const [pair] = parseCertificatePairs(older)
  const ids = new Set<unknown>()
  for (const form of endpoint.forms) {
    const { text, header, claims } = readAssertion(form)
    await jwtVerify(text, pair.certificate.publicKey, { algorithms: ['PS256'] })
    expect(header).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': pair.thumbprint })
    expect(claims).toMatchObject({ aud: endpoint.tokenEndpoint, iss: 'app', sub: 'app' })
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(600)
    expect(form.has('client_secret')).toBe(false)
    ids.add(claims.jti)
  }
  expect(ids.size).toBe(100)
})

const BAD_CREDENTIAL = [700024, 700027, 1000502, 7000214, 7000222, 7000274, 7000277]

describe.each(BAD_CREDENTIAL)('after AADSTS%i', (code) => {
  it('the request is repeated once, with another known pair and a new assertion', async () => {
    await using endpoint = await startEndpoint(pem(older, newer), [code])
    expect(await endpoint.refresh()).toMatchObject({ access_token: 'token' })
    expect(endpoint.listProofs()).toEqual([thumbprint(newer), thumbprint(older)])
    const [first, second] = endpoint.forms.map(readAssertion)
    expect(second?.claims.jti).not.toBe(first?.claims.jti)
    expect(endpoint.forms.map((form) => form.get('refresh_token'))).toEqual([
      'the refresh token',
      'the refresh token',
    ])
  })

  it('the file is read again, and the request repeated once with what is there now', async () => {
    await using endpoint = await startEndpoint(pem(older), [code])
    endpoint.state.text = pem(newer)
    expect(await endpoint.ask()).toMatchObject({ access_token: 'token' })
    expect(endpoint.listProofs()).toEqual([thumbprint(older), thumbprint(newer)])
  })

  it('the request is not repeated a second time', async () => {
    await using endpoint = await startEndpoint(pem(older, newer), [code, code, code])
    await expect(endpoint.ask()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(endpoint.forms).toHaveLength(2)
  })

  it('the request is not repeated where there is nothing else', async () => {
    await using endpoint = await startEndpoint(pem(older), [code])
    await expect(endpoint.ask()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(endpoint.forms).toHaveLength(1)
  })
})

it.each([50012, 50013, 50027, 500111, 65001, 700016, 700021, 700023, 7000215, 7000218, 5002741])(
  'after AADSTS%i, which another key does not mend, the request is not repeated',
  async (code) => {
    await using endpoint = await startEndpoint(pem(older, newer), [code])
    await expect(endpoint.ask()).rejects.toMatchObject({ error: 'invalid_client' })
    expect(endpoint.forms).toHaveLength(1)
  },
)

it('a secret that has expired is read again, and the request repeated with the new one', async () => {
  await using endpoint = await startEndpoint(secret('old'), [7000222])
  endpoint.state.text = secret('new')
  await endpoint.ask()
  await endpoint.ask()
  expect(endpoint.listProofs()).toEqual(['old', 'new', 'new'])
})

it('a secret may give way to a certificate, and nothing of it goes along', async () => {
  await using endpoint = await startEndpoint(secret('old'), [7000222])
  endpoint.state.text = pem(newer)
  await endpoint.ask()
  expect(endpoint.listProofs()).toEqual(['old', thumbprint(newer)])
  expect(endpoint.forms[1]?.has('client_secret')).toBe(false)
})

it('a pair that was refused is the last choice for five minutes, and then the first again', async () => {
  await using endpoint = await startEndpoint(pem(older, newer), [700027])
  await endpoint.ask()
  await endpoint.ask()
  const known = [thumbprint(newer), thumbprint(older), thumbprint(older)]
  expect(endpoint.listProofs()).toEqual(known)
  endpoint.state.now = new Date(endpoint.state.now.getTime() + 5 * MINUTE)
  await endpoint.ask()
  expect(endpoint.listProofs()).toEqual([...known, thumbprint(newer)])
})

it('a pair that has expired is not what a request is repeated with', async () => {
  await using endpoint = await startEndpoint(pem(older, newer), [700027])
  endpoint.state.now = new Date(Date.now() + 150 * 24 * 60 * MINUTE)
  await expect(endpoint.ask()).rejects.toMatchObject({ error: 'invalid_client' })
  expect(endpoint.listProofs()).toEqual([thumbprint(newer)])
})

it('a file that cannot be read just then does not keep another known pair from being tried', async () => {
  await using endpoint = await startEndpoint(pem(older, newer), [700027])
  endpoint.state.text = pem('half a file')
  await endpoint.ask()
  expect(endpoint.listProofs()).toEqual([thumbprint(newer), thumbprint(older)])
})
