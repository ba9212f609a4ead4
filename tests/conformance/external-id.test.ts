import { createHash, X509Certificate } from 'node:crypto'
import { createClientCertificate, createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeProtectedHeader, importPKCS8 } from 'jose'
import * as client from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import {
  type CustomersParty,
  createCustomersParty,
  customersTenantId,
  readMailedCode,
} from './customer-driver.ts'
import { callGraph, toRefusal } from './graph-driver.ts'

let emulator: Emulator
let party: CustomersParty
let certificate: Awaited<ReturnType<typeof createClientCertificate>>
beforeAll(async () => {
  certificate = await createClientCertificate('customers')
  const applications = {
    'a0000000-7e57-4000-8000-000000000005': { certificates: [certificate.certificate] },
  }
  emulator = await createEmulator({ port: 0, users: 5, applications })
  party = await createCustomersParty(emulator)
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const authority = () => `${emulator.url}/${customersTenantId}/v2.0`

describe('the authority of a tenant for customers', () => {
  test('has its endpoints on its own host, and an issuer on the host of the tenant id', () => {
    const metadata = party.config.serverMetadata()
    const { port } = new URL(emulator.url)
    expect(metadata.issuer).toBe(
      `http://${customersTenantId}.localhost:${port}/${customersTenantId}/v2.0`,
    )
    expect(metadata.token_endpoint).toBe(`${emulator.url}/${customersTenantId}/oauth2/v2.0/token`)
    expect(metadata.jwks_uri).toBe(`${emulator.url}/${customersTenantId}/discovery/v2.0/keys`)
  })

  test('is refused by a client that compares the two', async () => {
    const execute = [client.allowInsecureRequests]
    const strict = client.discovery(
      new URL(authority()),
      emulator.customersClientId,
      undefined,
      undefined,
      { execute },
    )
    await expect(strict).rejects.toThrow(/issuer/)
  })

  test('under a public name is called as that cloud host calls it', async () => {
    const readIssuer = async (publicOrigin: string): Promise<string> => {
      await using other = await createEmulator({ port: 0, users: 0, publicOrigin })
      const answer = await fetch(
        `${other.url}/customers.test/v2.0/.well-known/openid-configuration`,
      )
      return ((await answer.json()) as { issuer: string }).issuer
    }
    expect(await readIssuer('https://contoso.ciamlogin.com')).toBe(
      `https://${customersTenantId}.ciamlogin.com/${customersTenantId}/v2.0`,
    )
    expect(await readIssuer('https://login.microsoftonline.com')).toBe(
      `https://login.microsoftonline.com/${customersTenantId}/v2.0`,
    )
  })

  test('publishes keys of its own', async () => {
    const listKeyIds = async (tenant: string): Promise<string[]> => {
      const answer = await fetch(`${emulator.url}/${tenant}/discovery/v2.0/keys`)
      const { keys } = (await answer.json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const own = await listKeyIds('customers.test')
    expect(own).toHaveLength(1)
    expect(await listKeyIds('common')).not.toContain(own[0])
    const tokens = await party.redeem(await (await party.open()).leave('Sign in as Cleo Customer'))
    expect(decodeProtectedHeader(tokens.id_token ?? '').kid).toBe(own[0])
  })

  test('knows its own application alone, which nobody else knows', async () => {
    const open = async (tenant: string, clientId: string): Promise<string> => {
      const ask = { client_id: clientId, response_type: 'code', scope: 'openid' }
      const url = `${emulator.url}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(ask)}`
      return (await fetch(url)).text()
    }
    expect(await open('customers.test', emulator.webClientId)).toContain('AADSTS700016')
    expect(await open('contoso.test', emulator.customersClientId)).toContain('AADSTS700016')
    expect(await open('common', emulator.customersClientId)).toContain('AADSTS50194')
    const workforce = await fetch(`${authority().replace('/v2.0', '')}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: emulator.webClientId,
        client_secret: 'demo-web-secret',
        scope: 'https://graph.microsoft.com/.default',
      }),
    })
    expect(await workforce.json()).toMatchObject({ error_codes: [700016] })
  })

  test('takes a certificate of the application', async () => {
    const key = await importPKCS8(certificate.privateKey, 'PS256')
    const { raw } = new X509Certificate(certificate.certificate)
    const thumbprint = createHash('sha256').update(raw).digest('base64url')
    const metadata = party.config.serverMetadata()
    for (const audience of [metadata.token_endpoint, metadata.issuer]) {
      const auth = client.PrivateKeyJwt(key, {
        [client.modifyAssertion]: (header, payload) => {
          header['x5t#S256'] = thumbprint
          payload.aud = audience ?? ''
        },
      })
      const config = new client.Configuration(metadata, emulator.customersClientId, undefined, auth)
      client.allowInsecureRequests(config)
      const scope = 'https://graph.microsoft.com/.default'
      expect(await client.clientCredentialsGrant(config, { scope })).toHaveProperty('access_token')
    }
  })
})

describe('a customer signs in', () => {
  test('with the button, the password or a mailed code, and comes without idp', async () => {
    const callback = await (await party.open()).leave('Sign in as Cleo Customer')
    const claims = (await party.redeem(callback)).claims()
    expect(claims).toMatchObject({
      iss: party.config.serverMetadata().issuer,
      aud: emulator.customersClientId,
      tid: customersTenantId,
      name: 'Cleo Customer',
      email: 'cleo@customers.test',
      preferred_username: 'cleo@customers.test',
      ctry: 'DE',
      postalCode: '10115',
    })
    for (const name of ['idp', 'wids', 'groups', 'roles']) expect(claims).not.toHaveProperty(name)
    const page = await (await party.open()).press('Next', { email: 'CLEO@customers.test' })
    expect(page.title).toBe('Enter password')
    const refused = await page.press('Next', { password: 'wrong' })
    expect(refused.notice).toContain('AADSTS50126')
    expect(
      (await refused.leave('Next', { password: 'Demo-pass-1' })).searchParams.get('code'),
    ).toBeTruthy()
    const coded = await (await party.open())
      .press('Next', { email: 'cleo@customers.test' })
      .then((asked) => asked.press('Email me a one-time code'))
    const code = readMailedCode(emulator, 'cleo@customers.test')
    expect((await coded.leave('Verify code', { code })).searchParams.get('code')).toBeTruthy()
  })

  test('by a social account, which idp names, and not with that address', async () => {
    const page = await party.open()
    const tokens = await party.redeem(await page.leave('Continue with Google (demo)'))
    expect(tokens.claims()).toMatchObject({ email: 'gina@customers.test', idp: 'google.com' })
    const typed = await page.press('Next', { email: 'gina@customers.test' })
    expect(typed.notice).toBe('This account signs in with Google.')
    expect(emulator.listMails()).toEqual([])
  })

  test('not with an address of nobody, and not while disabled', async () => {
    const page = await party.open()
    const unknown = await page.press('Next', { email: 'ada@contoso.test' })
    expect(unknown.notice).toContain('AADSTS50034')
    emulator.updateUser('cleo@customers.test', { accountEnabled: false })
    expect((await page.press('Sign in as Cleo Customer')).notice).toContain('AADSTS50057')
    const asked = await page.press('Next', { email: 'cleo@customers.test' })
    expect((await asked.press('Next', { password: 'Demo-pass-1' })).notice).toContain('AADSTS50057')
  })

  test('never through common or an employer, silently neither', async () => {
    const browser = createBrowser()
    await (await party.open({}, browser)).leave('Sign in as Cleo Customer')
    const ask = { client_id: emulator.webClientId, response_type: 'code', scope: 'openid' }
    for (const tenant of ['common', 'organizations', 'contoso.test']) {
      const url = `${emulator.url}/${tenant}/oauth2/v2.0/authorize?${new URLSearchParams(ask)}`
      const opened = await browser.fetch(url)
      const html = await opened.text()
      expect(html).not.toContain('Cleo Customer')
      const ctx = /name="ctx" value="([^"]+)"/.exec(html)?.[1] ?? ''
      const typed = { ctx, user: 'cleo@customers.test', password: 'Demo-pass-1' }
      const button = { ctx, person: emulator.readUser('cleo@customers.test')?.id ?? '' }
      for (const form of [typed, button]) {
        const body = new URLSearchParams(form)
        const answer = await browser.fetch(`${emulator.url}/${tenant}/login`, {
          method: 'POST',
          body,
        })
        expect(await answer.text()).toContain('AADSTS50034')
      }
    }
  })

  test('once, and is known until signing out, which returns to the application', async () => {
    const browser = createBrowser()
    const callback = await (await party.open({}, browser)).leave('Sign in as Cleo Customer')
    const silent = client.buildAuthorizationUrl(party.config, {
      redirect_uri: 'http://localhost:3000/auth/callback',
      scope: 'openid',
      prompt: 'none',
    })
    const ask = async () => (await browser.fetch(silent)).headers.get('location') ?? ''
    expect(await ask()).toContain('code=')
    const claims = (await party.redeem(callback)).claims()
    const leave = client.buildEndSessionUrl(party.config, {
      post_logout_redirect_uri: 'http://localhost:3000/sign-in',
      logout_hint: String(claims?.login_hint),
      client_id: emulator.customersClientId,
    })
    const page = await (await browser.fetch(leave)).text()
    expect(page).toContain('href="http://localhost:3000/sign-in"')
    expect(page).toContain(`/auth/frontchannel-logout?sid=${claims?.sid}`)
    expect(await ask()).toContain('error=login_required')
  })
})

describe('what a customer may not', () => {
  test('consent: a scope beyond the granted ones goes back as AADSTS65001', async () => {
    const page = await party.open({ scope: 'openid User.Read User.Read.All' })
    const { searchParams } = await page.leave('Sign in as Cleo Customer')
    expect(searchParams.get('error')).toBe('consent_required')
    expect(searchParams.get('error_description')).toContain('AADSTS65001')
    const asked = await party.open({ prompt: 'consent' })
    expect((await asked.leave('Sign in as Cleo Customer')).searchParams.has('code')).toBe(true)
  })

  test('read the directory, but the own profile', async () => {
    const callback = await (await party.open()).leave('Sign in as Cleo Customer')
    const { access_token: token } = await party.redeem(callback)
    const ask = (path: string) => callGraph(emulator, token, path)
    expect((await ask('/me')).body).toMatchObject({ mail: 'cleo@customers.test' })
    const organization = await ask('/organization')
    expect(organization.body.value).toMatchObject([{ displayName: 'Contoso customers' }])
    for (const path of ['/users', '/groups', '/directoryRoles', '/users/gina@customers.test']) {
      expect(toRefusal(await ask(path))).toEqual([403, 'Authorization_RequestDenied'])
    }
  })
})
