import { createEmulator, type Emulator } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, getRedirect, submitForm } from '../helpers/sign-in-driver.ts'
import {
  acceptAdminConsent,
  adminConsentCallback,
  openAdminConsent,
  toAdminConsentUrl,
} from './admin-consent-driver.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

const applicationPermissions = [
  'User.Read.All',
  'Mail.Read',
  'Organization.Read.All',
  'User.EnableDisableAccount.All',
  'User.RevokeSessions.All',
  'RoleManagement.Read.Directory',
]

let emulator: Emulator
beforeAll(async () => {
  const applications = {
    'a0000000-7e57-4000-8000-000000000001': {
      redirectUris: ['https://portal.example/auth/callback'],
    },
  }
  emulator = await createEmulator({ port: 0, users: 20, applications })
})
beforeEach(() => emulator.reset({ consent: 'none' }))
afterAll(() => emulator.close())

const tenantId = (): string => emulator.tenants[0]?.id ?? ''
const toUrl = (changes?: Record<string, string | undefined>, path?: string): string =>
  toAdminConsentUrl(emulator, changes, path)

async function decide(url: string, button: string, person = 'Ada Admin'): Promise<URL> {
  const browser = createBrowser()
  const page = await openAdminConsent(url, person, browser)
  return getRedirect(await submitForm(browser, page, { button }))
}

async function listRoles(): Promise<unknown> {
  return decodeJwt(await createApplicationToken(emulator)).roles
}

const getStatus = async (path: string, token: string): Promise<number> =>
  (await fetch(emulator.url + path, { headers: { authorization: `Bearer ${token}` } })).status

describe('the admin consent page', () => {
  test('lists the delegated and the application permissions of the registration in words and by name', async () => {
    const { html } = await openAdminConsent(toUrl(), 'Ada Admin')
    expect(html).toContain('Permissions requested')
    const [delegated = '', application = ''] = html.split('For itself, without a person')
    expect(delegated).toContain('<code>User.EnableDisableAccount.All</code>')
    expect(delegated).not.toContain('<code>Mail.Read</code>')
    for (const name of applicationPermissions) expect(application).toContain(`<code>${name}</code>`)
    expect(application).toContain('Read everyone&#39;s mail')
    expect(html).toContain('>Accept</button>')
    expect(html).toContain('>Cancel</button>')
  })

  test('by single scopes lists those alone and no application permission', async () => {
    const scope = 'openid https://graph.microsoft.com/Mail.Read'
    const { html } = await openAdminConsent(toUrl({ scope }), 'Ada Admin')
    expect(html.match(/<code>[^<]+<\/code>/g)).toEqual([
      '<code>openid</code>',
      '<code>Mail.Read</code>',
    ])
    expect(html).not.toContain('For itself')
  })

  test('in the older form lists all of the registration, of every API', async () => {
    const url = toUrl({ scope: undefined }, '/common/adminconsent')
    const { html } = await openAdminConsent(url, 'Ada Admin')
    for (const name of ['access_as_user', ...applicationPermissions]) {
      expect(html).toContain(`<code>${name}</code>`)
    }
  })

  test('comes at once for a browser that is signed in, and asks who when two accounts are', async () => {
    const browser = createBrowser()
    await openAdminConsent(toUrl(), 'Ada Admin', browser)
    const again = await (await browser.fetch(toUrl())).text()
    expect(again).toContain('Signed in as ada@contoso.test')
    const other = await openAdminConsent(
      toUrl({}, '/organizations/v2.0/adminconsent'),
      'Max Member',
      createBrowser(),
    )
    expect(other.html).toContain('Need admin approval')
    await createUserTokenIn(browser, 'Max Member')
    expect(await (await browser.fetch(toUrl())).text()).toContain('Sign in as Ada Admin')
  })

  test('is answered by the person it was shown to and by nobody else', async () => {
    const page = await openAdminConsent(toUrl(), 'Ada Admin')
    const answer = await submitForm(createBrowser(), page, { button: 'Accept' })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('AADSTS9002313')
    expect(await listRoles()).toBeUndefined()
  })

  /** Signs in to an application that asks nothing, so that a second account is in the browser. */
  async function createUserTokenIn(browser: ReturnType<typeof createBrowser>, person: string) {
    const query = new URLSearchParams({
      client_id: emulator.webClientId,
      response_type: 'code',
      redirect_uri: 'http://localhost/auth/callback',
      scope: 'openid',
      prompt: 'login',
    })
    const url = `${emulator.url}/${tenantId()}/oauth2/v2.0/authorize?${query}`
    const html = await (await browser.fetch(url)).text()
    await submitForm(browser, { url, html }, { button: `Sign in as ${person}` })
  }
})

describe('Accept', () => {
  test('leads back with admin_consent, tenant, the scopes as full addresses and the state', async () => {
    const callback = await decide(toUrl(), 'Accept')
    expect(callback.origin + callback.pathname).toBe(adminConsentCallback)
    const { scope, ...rest } = Object.fromEntries(callback.searchParams)
    expect(rest).toEqual({ admin_consent: 'True', tenant: tenantId(), state: 's1' })
    expect(scope?.split(' ')).toContain('https://graph.microsoft.com/User.Read.All')
  })

  test('in the older form leads back without a scope', async () => {
    const url = toUrl({ scope: undefined }, `/${tenantId()}/adminconsent`)
    const callback = await decide(url, 'Accept')
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      admin_consent: 'True',
      tenant: tenantId(),
      state: 's1',
    })
  })

  test('grants for everyone: nobody else is asked', async () => {
    await acceptAdminConsent(emulator)
    const token = await createUserToken(emulator, 'Max Member', 'User.Read.All')
    expect(decodeJwt(token).scp).toContain('User.Read.All')
  })

  test('under organizations grants in the tenant of who accepts', async () => {
    const callback = await decide(toUrl({}, '/organizations/v2.0/adminconsent'), 'Accept')
    expect(callback.searchParams.get('tenant')).toBe(tenantId())
    expect(await listRoles()).toContain('Mail.Read')
  })

  test('gives the roles to new tokens, and Graph opens to those', async () => {
    const before = await createApplicationToken(emulator)
    expect(decodeJwt(before)).not.toHaveProperty('roles')
    const refused = await fetch(`${emulator.url}/v1.0/users`, {
      headers: { authorization: `Bearer ${before}` },
    })
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ error: { code: 'Authorization_RequestDenied' } })
    await acceptAdminConsent(emulator)
    const after = await createApplicationToken(emulator)
    expect(decodeJwt(after).roles).toEqual(expect.arrayContaining(applicationPermissions))
    expect(await getStatus('/v1.0/users', after)).toBe(200)
    expect(await getStatus('/v1.0/users', before)).toBe(403)
  })

  test('by single scopes grants no application permission', async () => {
    await decide(toUrl({ scope: 'https://graph.microsoft.com/User.Read.All' }), 'Accept')
    expect(await listRoles()).toBeUndefined()
    expect(await createUserToken(emulator, 'Max Member', 'User.Read.All')).toBeTruthy()
  })
})

describe('Cancel', () => {
  test('grants nothing and tells consent_required with AADSTS65004', async () => {
    const { searchParams } = await decide(toUrl(), 'Cancel')
    expect(Object.fromEntries(searchParams)).toMatchObject({
      admin_consent: 'True',
      error: 'consent_required',
      tenant: tenantId(),
      state: 's1',
    })
    expect(searchParams.get('error_description')).toMatch(/^AADSTS65004: /)
    expect(searchParams.has('scope')).toBe(false)
    expect(await listRoles()).toBeUndefined()
  })

  test('in the older form tells permission_denied', async () => {
    const url = toUrl({ scope: undefined }, `/${tenantId()}/adminconsent`)
    const { searchParams } = await decide(url, 'Cancel')
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'permission_denied',
      error_description: 'The admin canceled the request',
      state: 's1',
    })
  })
})

describe('a person who is no administrator', () => {
  test('reads AADSTS90094 at the authority, without an Accept', async () => {
    const { html, status } = await openAdminConsent(toUrl(), 'Max Member')
    expect(status).toBe(200)
    expect(html).toContain('Need admin approval')
    expect(html).toContain('(AADSTS90094)')
    expect(html).not.toContain('>Accept<')
  })

  test('cannot accept by a form of their own', async () => {
    const browser = createBrowser()
    const page = await openAdminConsent(toUrl(), 'Max Member', browser)
    const forced = await getRedirect(await submitForm(browser, page, { decision: 'accept' }))
    expect(forced.searchParams.get('error')).toBe('access_denied')
    expect(await listRoles()).toBeUndefined()
  })

  test('may go back, which tells the application AADSTS90094', async () => {
    const label = 'Return to the application without granting consent'
    const { searchParams } = await decide(toUrl(), label, 'Max Member')
    expect(searchParams.get('error')).toBe('access_denied')
    expect(searchParams.get('error_description')).toMatch(/^AADSTS90094: /)
    expect(searchParams.get('state')).toBe('s1')
  })

  test('may give way to an administrator', async () => {
    const browser = createBrowser()
    const page = await openAdminConsent(toUrl(), 'Max Member', browser)
    const other = await submitForm(browser, page, { button: 'Sign in with another account' })
    const signIn = { url: page.url, html: await other.text() }
    const asked = await submitForm(browser, signIn, { button: 'Sign in as Ada Admin' })
    const consent = { url: page.url, html: await asked.text() }
    const callback = await getRedirect(await submitForm(browser, consent, { button: 'Accept' }))
    expect(callback.searchParams.get('admin_consent')).toBe('True')
  })
})

describe('a request for admin consent', () => {
  test.each([
    ['an unregistered redirect URI', { redirect_uri: 'http://localhost/elsewhere' }, 50011],
    ['an unknown client', { client_id: 'b0000000-7e57-4000-8000-000000000001' }, 700016],
    ['a missing client', { client_id: undefined }, 900144],
  ])('with %s is shown on a page and never redirected', async (_, changes, code) => {
    const answer = await createBrowser().fetch(toUrl(changes))
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(await answer.text()).toContain(`AADSTS${code}:`)
  })

  test('under common is refused in the newer form', async () => {
    const answer = await createBrowser().fetch(toUrl({}, '/common/v2.0/adminconsent'))
    expect(answer.headers.get('location')).toBeNull()
    expect(await answer.text()).toContain('AADSTS50059:')
  })

  test.each([
    ['without a scope', { scope: undefined }, 'invalid_request', 900144],
    ['for an unknown API', { scope: 'api://nobody/.default' }, 'invalid_resource', 500011],
    ['for an unknown permission', { scope: 'User.Conjure' }, 'invalid_client', 650053],
  ])('%s tells the application', async (_, changes, error, code) => {
    const { searchParams } = await getRedirect(await createBrowser().fetch(toUrl(changes)))
    expect(searchParams.get('error')).toBe(error)
    expect(searchParams.get('error_description')).toContain(`AADSTS${code}:`)
    expect(searchParams.get('state')).toBe('s1')
  })

  test('may come back to every origin where a sign-in may', async () => {
    const redirectUris = [
      'https://portal.example/auth/admin-consent/callback',
      'https://localhost:8443/auth/admin-consent/callback',
      'http://localhost:49152/auth/admin-consent/callback',
    ]
    for (const uri of redirectUris) {
      const callback = await decide(toUrl({ redirect_uri: uri }), 'Accept')
      expect(callback.origin + callback.pathname).toBe(uri)
    }
  })
})
