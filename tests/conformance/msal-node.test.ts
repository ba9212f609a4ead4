import { createHash, X509Certificate } from 'node:crypto'
import {
  type AuthenticationResult,
  ConfidentialClientApplication,
  CryptoProvider,
  InteractionRequiredAuthError,
  ServerError,
} from '@azure/msal-node'
import {
  type ClientCertificate,
  createClientCertificate,
  createEmulator,
  type Emulator,
} from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { acceptAdminConsent } from './admin-consent-driver.ts'
import { createNetwork, publicOrigin, type Sent } from './msal-network.ts'

const tenantId = 'c0a70500-7e57-4000-8000-00000000c0de'
const authority = `${publicOrigin}/${tenantId}`
const clientId = 'a0000000-7e57-4000-8000-000000000001'
const redirectUri = 'http://localhost:3000/auth/callback'
const graphDefault = 'https://graph.microsoft.com/.default'

let emulator: Emulator
let registered: ClientCertificate
beforeAll(async () => {
  registered = await createClientCertificate('msal')
  const applications = { [clientId]: { certificates: [registered.certificate] } }
  emulator = await createEmulator({ port: 0, users: 5, publicOrigin, applications })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const hashOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('hex')

type Credential =
  | { clientSecret: string }
  | { clientCertificate: { thumbprintSha256: string; privateKey: string } }

function createClient(credential: Credential = { clientSecret: 'demo-web-secret' }): {
  client: ConfidentialClientApplication
  sent: Sent[]
} {
  const sent: Sent[] = []
  const client = new ConfidentialClientApplication({
    auth: { clientId, authority, ...credential },
    system: { networkClient: createNetwork(emulator, sent) },
  })
  return { client, sent }
}

async function signInWith(
  client: ConfidentialClientApplication,
  person: string,
  scopes = ['User.Read'],
): Promise<AuthenticationResult> {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes()
  const url = await client.getAuthCodeUrl({
    scopes,
    redirectUri,
    codeChallenge: challenge,
    codeChallengeMethod: 'S256',
    nonce: 'nonce-1',
    state: 'state-1',
  })
  expect(url.startsWith(`${authority}/oauth2/v2.0/authorize?`)).toBe(true)
  const callback = await signIn(createBrowser(), url.replace(publicOrigin, emulator.url), person)
  expect(callback.searchParams.get('state')).toBe('state-1')
  return client.acquireTokenByCode({
    code: callback.searchParams.get('code') ?? '',
    scopes,
    redirectUri,
    codeVerifier: verifier,
    nonce: 'nonce-1',
  })
}

async function catchError(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (problem: unknown) => problem,
  )
}

describe('MSAL for Node', () => {
  test('the metadata and the keys name the public origin', async () => {
    const base = `${emulator.url}/${tenantId}`
    const metadata = await (await fetch(`${base}/v2.0/.well-known/openid-configuration`)).json()
    expect(metadata).toMatchObject({
      issuer: `${authority}/v2.0`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
    })
    const { keys } = (await (await fetch(`${base}/discovery/v2.0/keys`)).json()) as {
      keys: { issuer: string }[]
    }
    expect(keys[0]?.issuer).toBe(`${authority}/v2.0`)
  })

  test('instance discovery says which host is the cloud and where the tenant is', async () => {
    const query = new URLSearchParams({
      'api-version': '1.1',
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    })
    const answer = await fetch(`${emulator.url}/common/discovery/instance?${query}`)
    expect(await answer.json()).toEqual({
      tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [
        {
          preferred_network: 'login.microsoftonline.com',
          preferred_cache: 'login.microsoftonline.com',
          aliases: ['login.microsoftonline.com'],
        },
      ],
    })
  })

  test('signs a person in by code with PKCE and nonce', async () => {
    const { client } = createClient()
    const result = await signInWith(client, 'Ada Admin')
    expect(result.account).toMatchObject({
      username: 'ada@contoso.test',
      name: 'Ada Admin',
      tenantId,
      homeAccountId: `${emulator.people[0]?.id}.${tenantId}`,
    })
    expect(decodeJwt(result.idToken)).toMatchObject({ iss: `${authority}/v2.0`, nonce: 'nonce-1' })
    const me = await fetch(`${emulator.url}/v1.0/me`, {
      headers: { authorization: `Bearer ${result.accessToken}` },
    })
    expect(await me.json()).toMatchObject({ displayName: 'Ada Admin' })
  })

  test('refuses an ID token whose nonce is another one', async () => {
    const { client } = createClient()
    const url = await client.getAuthCodeUrl({ scopes: ['User.Read'], redirectUri, nonce: 'one' })
    const callback = await signIn(
      createBrowser(),
      url.replace(publicOrigin, emulator.url),
      'Ada Admin',
    )
    const code = callback.searchParams.get('code') ?? ''
    const problem = await catchError(
      client.acquireTokenByCode({ code, scopes: ['User.Read'], redirectUri, nonce: 'two' }),
    )
    expect(problem).toMatchObject({ errorCode: 'nonce_mismatch' })
  })

  test('finds a token in its cache without a word to the tenant', async () => {
    const { client, sent } = createClient()
    const { account, accessToken } = await signInWith(client, 'Ada Admin')
    if (account === null) throw new Error('No account')
    const before = sent.length
    const again = await client.acquireTokenSilent({ account, scopes: ['User.Read'] })
    expect(again.fromCache).toBe(true)
    expect(again.accessToken).toBe(accessToken)
    expect(sent.length).toBe(before)
  })

  test('refreshes silently for another scope', async () => {
    const { client, sent } = createClient()
    const { account } = await signInWith(client, 'Ada Admin')
    if (account === null) throw new Error('No account')
    const more = await client.acquireTokenSilent({ account, scopes: ['User.ReadBasic.All'] })
    expect(more.fromCache).toBe(false)
    expect(sent.at(-1)?.form.get('grant_type')).toBe('refresh_token')
    expect(decodeJwt(more.accessToken).scp).toContain('User.ReadBasic.All')
    // Its answer repeated the scope as asked, or the cache would not find it.
    const cached = await client.acquireTokenSilent({ account, scopes: ['User.ReadBasic.All'] })
    expect(cached.fromCache).toBe(true)
  })

  test('refreshes silently for an API of the tenant', async () => {
    const { client } = createClient()
    const { account } = await signInWith(client, 'Ada Admin')
    if (account === null) throw new Error('No account')
    const scopes = [`api://${clientId}/access_as_user`]
    const api = await client.acquireTokenSilent({ account, scopes })
    expect(decodeJwt(api.accessToken)).toMatchObject({
      aud: clientId,
      iss: `${authority}/v2.0`,
      scp: 'access_as_user',
    })
    expect((await client.acquireTokenSilent({ account, scopes })).fromCache).toBe(true)
  })

  test('gets an application token by certificate twice with the same assertion', async () => {
    const thumbprintSha256 = hashOf(registered.certificate)
    const { client, sent } = createClient({
      clientCertificate: { thumbprintSha256, privateKey: registered.privateKey },
    })
    const ask = (skipCache: boolean) =>
      client.acquireTokenByClientCredential({ scopes: [graphDefault], skipCache })
    const first = await ask(false)
    expect(decodeJwt(first?.accessToken ?? '')).toMatchObject({ appidacr: '2', idtyp: 'app' })
    expect((await ask(false))?.fromCache).toBe(true)
    const second = await ask(true)
    expect(second?.fromCache).toBe(false)
    const assertions = sent.map(({ form }) => form.get('client_assertion'))
    expect(assertions[0]).toBeTruthy()
    expect(assertions[1]).toBe(assertions[0])
  })

  test('by certificate follows admin consent: no role, then roles, then none in a new token', async () => {
    emulator.reset({ consent: 'none' })
    const thumbprintSha256 = hashOf(registered.certificate)
    const { client } = createClient({
      clientCertificate: { thumbprintSha256, privateKey: registered.privateKey },
    })
    const call = async () => {
      const result = await client.acquireTokenByClientCredential({
        scopes: [graphDefault],
        skipCache: true,
      })
      const token = result?.accessToken ?? ''
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${emulator.url}/v1.0/users`, { headers })
      return { status: answer.status, roles: decodeJwt(token).roles }
    }
    expect(await call()).toEqual({ status: 403, roles: undefined })
    await acceptAdminConsent(emulator)
    const granted = await call()
    expect(granted.status).toBe(200)
    expect(granted.roles).toEqual(
      expect.arrayContaining(['User.Read.All', 'Mail.Read', 'Organization.Read.All']),
    )
    emulator.withdrawConsent({ kind: 'application' })
    expect(await call()).toEqual({ status: 403, roles: undefined })
  })

  test('reports a certificate that was taken away with its number, and signs with the next one', async () => {
    const next = await createClientCertificate('next')
    const { thumbprintSha256 } = emulator.addClientCertificate(clientId, next.certificate)
    const before = hashOf(registered.certificate)
    emulator.removeClientCertificate(clientId, before)
    const ask = async (thumbprint: string, privateKey: string) => {
      const clientCertificate = { thumbprintSha256: thumbprint, privateKey }
      const { client } = createClient({ clientCertificate })
      return client.acquireTokenByClientCredential({ scopes: [graphDefault] })
    }
    const problem = await catchError(ask(before, registered.privateKey))
    expect(problem).toBeInstanceOf(ServerError)
    expect(problem).toMatchObject({ errorCode: 'invalid_client', errorNo: 700027 })
    expect((await ask(thumbprintSha256, next.privateKey))?.accessToken).toBeTruthy()
  })

  test('gets an application token by secret', async () => {
    const { client } = createClient()
    const result = await client.acquireTokenByClientCredential({ scopes: [graphDefault] })
    expect(decodeJwt(result?.accessToken ?? '')).toMatchObject({ appidacr: '1', appid: clientId })
  })

  test('reports a wrong secret as a server error with its number', async () => {
    const { client } = createClient({ clientSecret: 'wrong' })
    const problem = await catchError(
      client.acquireTokenByClientCredential({ scopes: [graphDefault] }),
    )
    expect(problem).toBeInstanceOf(ServerError)
    expect(problem).not.toBeInstanceOf(InteractionRequiredAuthError)
    expect(problem).toMatchObject({ errorCode: 'invalid_client', errorNo: 7000215 })
  })
})

describe('what MSAL makes of refusals', () => {
  async function refresh(scopes: string[]): Promise<unknown> {
    const { client } = createClient()
    const { account } = await signInWith(client, 'Max Member')
    if (account === null) throw new Error('No account')
    return catchError(client.acquireTokenSilent({ account, scopes, forceRefresh: true }))
  }

  test('missing consent needs interaction', async () => {
    const problem = await refresh(['Mail.Read'])
    expect(problem).toBeInstanceOf(InteractionRequiredAuthError)
    expect(problem).toMatchObject({ errorCode: 'invalid_grant', subError: 'consent_required' })
  })

  test('multi-factor authentication needs interaction and brings the claims to send', async () => {
    emulator.addFault({ match: 'token', kind: 'status', code: 50076, times: 1 })
    const { client } = createClient()
    await expect(signInWith(client, 'Max Member')).rejects.toBeInstanceOf(
      InteractionRequiredAuthError,
    )
    const { account } = await signInWith(client, 'Max Member')
    emulator.addFault({ match: 'token', kind: 'status', code: 50076, times: 1 })
    if (account === null) throw new Error('No account')
    const problem = await catchError(
      client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true }),
    )
    expect(problem).toBeInstanceOf(InteractionRequiredAuthError)
    const { claims } = problem as InteractionRequiredAuthError
    expect(JSON.parse(claims)).toHaveProperty('access_token.capolids.essential', true)
  })

  test('a blocked sign-in needs interaction that can only tell', async () => {
    const { client } = createClient()
    const { account } = await signInWith(client, 'Max Member')
    if (account === null) throw new Error('No account')
    emulator.addFault({ match: 'token', kind: 'status', code: 53003, times: 1 })
    const problem = await catchError(
      client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true }),
    )
    expect(problem).toBeInstanceOf(InteractionRequiredAuthError)
    expect(problem).toMatchObject({ subError: 'message_only' })
  })

  test('a disabled account is a server error', async () => {
    const { client } = createClient()
    const { account } = await signInWith(client, 'Max Member')
    if (account === null) throw new Error('No account')
    emulator.updateUser('max@contoso.test', { accountEnabled: false })
    const problem = await catchError(
      client.acquireTokenSilent({ account, scopes: ['User.Read'], forceRefresh: true }),
    )
    expect(problem).toBeInstanceOf(ServerError)
    expect(problem).toMatchObject({ errorNo: 50057 })
  })
})
