import { createHash, X509Certificate } from 'node:crypto'
import { createClientCertificate, createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt, decodeProtectedHeader, importPKCS8 } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser, getRedirect, signIn } from '../helpers/sign-in-driver.ts'

const redirectUri = 'http://localhost:3000/auth/callback'
const scope = 'openid profile email offline_access User.Read'

let emulator: Emulator
let certificate: Awaited<ReturnType<typeof createClientCertificate>>

beforeAll(async () => {
  certificate = await createClientCertificate('vestibule')
  const applications = {
    'a0000000-7e57-4000-8000-000000000001': { certificates: [certificate.certificate] },
  }
  emulator = await createEmulator({ port: 0, users: 60, applications })
})
afterAll(() => emulator.close())

async function discover(auth?: client.ClientAuth): Promise<client.Configuration> {
  const config = await client.discovery(
    new URL(emulator.authority),
    emulator.webClientId,
    undefined,
    auth ?? client.ClientSecretPost('demo-web-secret'),
    { execute: [client.allowInsecureRequests] },
  )
  client.enableNonRepudiationChecks(config)
  return config
}

async function signInAs(config: client.Configuration, person: string, browser = createBrowser()) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const expectedState = client.randomState()
  const expectedNonce = client.randomNonce()
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state: expectedState,
    nonce: expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  })
  const callback = await signIn(browser, url, person)
  const tokens = await client.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier,
    expectedState,
    expectedNonce,
    idTokenExpected: true,
  })
  return { callback, tokens }
}

async function signAssertionsWith(
  algorithm: 'PS256' | 'RS256',
  header: 'x5t#S256' | 'x5t',
): Promise<client.ClientAuth> {
  const key = await importPKCS8(certificate.privateKey, algorithm)
  const { raw } = new X509Certificate(certificate.certificate)
  const hash = header === 'x5t' ? 'sha1' : 'sha256'
  return client.PrivateKeyJwt(key, {
    [client.modifyAssertion]: (protectedHeader, payload) => {
      protectedHeader[header] = createHash(hash).update(raw).digest('base64url')
      payload.aud = emulator.authority.replace('/v2.0', '/oauth2/v2.0/token')
    },
  })
}

describe('openid-client', () => {
  test('discovers the tenant by its authority and finds no PKCE, iss or revocation support', async () => {
    const metadata = (await discover()).serverMetadata()
    expect(metadata.issuer).toBe(emulator.authority)
    expect(metadata.supportsPKCE()).toBe(false)
    expect(metadata.authorization_response_iss_parameter_supported).toBeUndefined()
    expect(metadata.revocation_endpoint).toBeUndefined()
  })

  test('signs a person in by code with PKCE and verifies the ID token against the published keys', async () => {
    const { callback, tokens } = await signInAs(await discover(), 'Ada Admin')
    expect(callback.searchParams.has('iss')).toBe(false)
    expect(callback.searchParams.get('session_state')).toBeTruthy()
    expect(tokens.claims()).toMatchObject({
      aud: emulator.webClientId,
      iss: emulator.authority,
      tid: 'c0a70500-7e57-4000-8000-00000000c0de',
      oid: emulator.people[0]?.id,
      name: 'Ada Admin',
      preferred_username: 'ada@contoso.test',
      email: 'ada@contoso.test',
      ver: '2.0',
    })
    expect(tokens.claims()).toHaveProperty('sid')
    expect(tokens.claims()).toHaveProperty('login_hint')
    expect(tokens.claims()).toHaveProperty('auth_time')
    expect(tokens.claims()?.wids).toContain('62e90394-69f5-4237-9190-012177145e10')
    expect(tokens.claims()).not.toHaveProperty('roles')
  })

  test('answers only what was asked: no offline_access in scope and 3,599 seconds', async () => {
    const { tokens } = await signInAs(await discover(), 'Max Member')
    expect(tokens.scope?.split(' ').sort()).toEqual(['User.Read', 'email', 'openid', 'profile'])
    expect(tokens.expires_in).toBe(3599)
  })

  test('dates ID tokens five minutes back', async () => {
    const before = Math.floor(Date.now() / 1000)
    const { tokens } = await signInAs(await discover(), 'Max Member')
    const { iat, nbf, auth_time } = tokens.claims() as {
      iat: number
      nbf: number
      auth_time: number
    }
    expect(nbf).toBe(iat)
    expect(iat).toBeGreaterThanOrEqual(before - 300)
    expect(iat).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) - 300)
    expect(auth_time).toBeGreaterThanOrEqual(before)
  })

  test('refreshes; the old refresh token stays usable and another scope of Graph may be asked', async () => {
    const config = await discover()
    const { tokens } = await signInAs(config, 'Ada Admin')
    const first = tokens.refresh_token ?? ''
    const refreshed = await client.refreshTokenGrant(config, first)
    expect(refreshed.refresh_token).not.toBe(first)
    expect(refreshed.claims()?.sub).toBe(tokens.claims()?.sub)
    const again = await client.refreshTokenGrant(config, first, { scope: 'User.Read.All' })
    expect(again.scope?.split(' ')).toContain('User.Read.All')
    expect(decodeJwt(again.access_token).scp).toContain('User.Read.All')
  })

  test('gives an application token by secret with exactly four members', async () => {
    const config = await discover()
    const scope = 'https://graph.microsoft.com/.default'
    const tokens = await client.clientCredentialsGrant(config, { scope })
    expect(Object.keys(tokens).sort()).toEqual([
      'access_token',
      'expires_in',
      'ext_expires_in',
      'token_type',
    ])
    const claims = decodeJwt(tokens.access_token)
    expect(claims).toMatchObject({ aud: 'https://graph.microsoft.com', appidacr: '1', ver: '1.0' })
    expect(claims.roles).toContain('Mail.Read')
  })

  test.each([
    ['PS256', 'x5t#S256'],
    ['RS256', 'x5t'],
  ] as const)(
    'gives an application token by certificate: %s with %s',
    async (algorithm, header) => {
      const config = await discover(await signAssertionsWith(algorithm, header))
      const tokens = await client.clientCredentialsGrant(config, {
        scope: 'https://graph.microsoft.com/.default',
      })
      expect(decodeJwt(tokens.access_token).appidacr).toBe('2')
    },
  )

  test('signs Graph tokens with a key that is not published and a nonce in the header', async () => {
    const config = await discover()
    const { tokens } = await signInAs(config, 'Ada Admin')
    const header = decodeProtectedHeader(tokens.access_token)
    const keys = await (await fetch(config.serverMetadata().jwks_uri ?? '')).json()
    const published = (keys as { keys: { kid: string }[] }).keys.map(({ kid }) => kid)
    expect(published).toHaveLength(2)
    expect(published).not.toContain(header.kid)
    expect(header).toHaveProperty('nonce')
  })

  test('answers userinfo with the subject of the ID token', async () => {
    const config = await discover()
    const { tokens } = await signInAs(config, 'Tom Teacher')
    const subject = tokens.claims()?.sub ?? ''
    const userinfo = await client.fetchUserInfo(config, tokens.access_token, subject)
    expect(userinfo).toMatchObject({ name: 'Tom Teacher', email: 'tom@contoso.test' })
  })

  test('ends the session, tells the application, leads to a registered address, and ends single sign-on', async () => {
    const config = await discover()
    const browser = createBrowser()
    const { tokens } = await signInAs(config, 'Sara Student', browser)
    const url = client.buildEndSessionUrl(config, {
      post_logout_redirect_uri: 'http://localhost:3000/sign-in',
      logout_hint: String(tokens.claims()?.login_hint),
      state: 's1',
    })
    const page = await (await browser.fetch(url)).text()
    expect(page).toContain('href="http://localhost:3000/sign-in?state=s1"')
    const sid = String(tokens.claims()?.sid)
    expect(page).toContain(`src="http://localhost:3000/auth/frontchannel-logout?sid=${sid}"`)
    const silent = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      prompt: 'none',
    })
    const answer = await getRedirect(await browser.fetch(silent))
    expect(answer.searchParams.get('error')).toBe('login_required')
  })
})
