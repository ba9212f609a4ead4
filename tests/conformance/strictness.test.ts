import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { createClientCertificate, createEmulator, type Emulator } from '@vestibule/emulator'
import { createRemoteJWKSet, decodeJwt, importPKCS8, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Browser,
  createBrowser,
  getField,
  getRedirect,
  signIn,
  submitForm,
} from '../helpers/sign-in-driver.ts'

const clientId = 'a0000000-7e57-4000-8000-000000000001'
const redirectUri = 'http://localhost:3000/auth/callback'
const verifier = 'v'.repeat(64)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const graphDefault = 'https://graph.microsoft.com/.default'

let emulator: Emulator
let registered: Awaited<ReturnType<typeof createClientCertificate>>
let stranger: Awaited<ReturnType<typeof createClientCertificate>>

beforeAll(async () => {
  registered = await createClientCertificate('registered')
  stranger = await createClientCertificate('stranger')
  const applications = { [clientId]: { certificates: [registered.certificate] } }
  emulator = await createEmulator({ port: 0, users: 60, applications })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

type Form = Record<string, string | undefined>

const base = (): string => emulator.authority.replace('/v2.0', '')

function toForm(form: Form): URLSearchParams {
  const entries = Object.entries(form).filter(([, value]) => value !== undefined)
  return new URLSearchParams(entries as [string, string][])
}

function authorizeUrl(changes: Form = {}, authority = base()): string {
  const parameters = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid profile offline_access User.Read',
    state: 's1',
    nonce: 'n1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }
  return `${authority}/oauth2/v2.0/authorize?${toForm(parameters)}`
}

interface TokenBody {
  error?: string
  error_description?: string
  error_codes?: number[]
  error_uri?: string
  suberror?: string
  access_token?: string
  refresh_token?: string
  id_token?: string
  scope?: string
}

async function postToken(form: Form, authority = base()) {
  const response = await fetch(`${authority}/oauth2/v2.0/token`, {
    method: 'POST',
    body: toForm(form),
  })
  const body = (await response.json()) as TokenBody
  return { status: response.status, headers: response.headers, body, code: body.error_codes?.[0] }
}

const redeem = (code: string, changes: Form = {}) =>
  postToken({
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: 'demo-web-secret',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    code,
    ...changes,
  })

const refresh = (token: string | undefined, changes: Form = {}) =>
  postToken({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: 'demo-web-secret',
    refresh_token: token,
    ...changes,
  })

const askForApplication = (changes: Form = {}) =>
  postToken({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: 'demo-web-secret',
    scope: graphDefault,
    ...changes,
  })

async function getCode(person = 'Ada Admin', browser = createBrowser()): Promise<string> {
  const callback = await signIn(browser, authorizeUrl(), person)
  return callback.searchParams.get('code') ?? ''
}

async function open(browser: Browser, url: string) {
  const response = await browser.fetch(url)
  return { url, status: response.status, html: await response.text() }
}

async function getError(url: string, browser = createBrowser()) {
  const { searchParams } = await getRedirect(await browser.fetch(url))
  const description = searchParams.get('error_description') ?? ''
  return {
    error: searchParams.get('error'),
    code: Number(/AADSTS(\d+)/.exec(description)?.[1]),
    state: searchParams.get('state'),
  }
}

async function createAssertion(
  changes: {
    audience?: string | string[]
    expiresIn?: number
    certificate?: typeof registered
  } = {},
): Promise<Form> {
  const { audience = `${base()}/oauth2/v2.0/token`, expiresIn = 300 } = changes
  const { certificate, privateKey } = changes.certificate ?? registered
  const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw)
  const now = Math.floor(Date.now() / 1000)
  const assertion = await new SignJWT({
    aud: audience,
    iss: clientId,
    sub: clientId,
    jti: randomUUID(),
    iat: now - 3600,
    exp: now + expiresIn,
  })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint.digest('base64url') })
    .sign(await importPKCS8(privateKey, 'PS256'))
  return {
    client_secret: undefined,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
}

describe('discovery', () => {
  test('a domain is answered with the tenant id everywhere', async () => {
    const url = `${emulator.url}/contoso.test/v2.0/.well-known/openid-configuration`
    const metadata = (await (await fetch(url)).json()) as Record<string, string>
    expect(metadata.issuer).toBe(emulator.authority)
    expect(metadata.token_endpoint).toBe(`${base()}/oauth2/v2.0/token`)
  })

  test('common and organizations carry the issuer as a template', async () => {
    for (const alias of ['common', 'organizations']) {
      const url = `${emulator.url}/${alias}/v2.0/.well-known/openid-configuration`
      const metadata = (await (await fetch(url)).json()) as Record<string, string>
      expect(metadata.issuer).toBe(`${emulator.url}/{tenantid}/v2.0`)
      expect(metadata.authorization_endpoint).toContain(`/${alias}/`)
    }
  })

  test('an unknown tenant is refused with AADSTS90002', async () => {
    const url = `${emulator.url}/nowhere.test/v2.0/.well-known/openid-configuration`
    const response = await fetch(url)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_codes: [90002] })
  })
})

describe('authorize', () => {
  test.each([
    ['an unknown client', { client_id: randomUUID() }, 700016],
    ['a missing client', { client_id: undefined }, 900144],
    ['an unregistered redirect URI', { redirect_uri: 'http://localhost/elsewhere' }, 50011],
    [
      'a redirect URI in other letter case',
      { redirect_uri: 'http://localhost/Auth/callback' },
      50011,
    ],
    ['a redirect URI on 127.0.0.1', { redirect_uri: 'http://127.0.0.1/auth/callback' }, 50011],
  ])('%s is shown on a page and never redirected', async (_, changes, code) => {
    const response = await createBrowser().fetch(authorizeUrl(changes))
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain(`AADSTS${code}:`)
  })

  test('the port of a localhost redirect URI is ignored', async () => {
    const url = authorizeUrl({ redirect_uri: 'http://localhost:49152/auth/callback' })
    const callback = await signIn(createBrowser(), url, 'Ada Admin')
    expect(callback.port).toBe('49152')
  })

  test.each([
    [
      'id_token, which is not enabled',
      { response_type: 'id_token' },
      'unsupported_response_type',
      700054,
    ],
    ['an unknown resource', { scope: 'api://nobody/read' }, 'invalid_resource', 500011],
    ['an unknown permission', { scope: 'User.Conjure' }, 'invalid_client', 650053],
    ['a missing scope', { scope: undefined }, 'invalid_request', 900144],
    ['an unknown prompt', { prompt: 'sing' }, 'invalid_request', 90023],
    ['claims that are no JSON', { claims: '{' }, 'invalid_request', 9002313],
    ['.default mixed with a name', { scope: `${graphDefault} User.Read` }, 'invalid_scope', 70011],
    ['prompt=none without a session', { prompt: 'none' }, 'login_required', 50058],
  ])('%s is told to the application with its state', async (_, changes, error, code) => {
    expect(await getError(authorizeUrl(changes))).toEqual({ error, code, state: 's1' })
  })

  test('a signed-in browser goes on silently, and prompt=login asks again', async () => {
    const browser = createBrowser()
    await signIn(browser, authorizeUrl(), 'Ada Admin')
    const silent = await getRedirect(await browser.fetch(authorizeUrl({ prompt: 'none' })))
    expect(silent.searchParams.get('code')).toBeTruthy()
    for (const prompt of ['login', 'select_account']) {
      const page = await open(browser, authorizeUrl({ prompt }))
      expect(page.html).toContain('Sign in as Ada Admin')
    }
  })

  test('login_hint selects among several signed-in accounts and fills the form else', async () => {
    const browser = createBrowser()
    await signIn(browser, authorizeUrl(), 'Ada Admin')
    await signIn(browser, authorizeUrl({ prompt: 'login' }), 'Tom Teacher')
    expect((await getError(authorizeUrl({ prompt: 'none' }), browser)).error).toBe('login_required')
    const hinted = authorizeUrl({ prompt: 'none', login_hint: 'tom@contoso.test' })
    const callback = await getRedirect(await browser.fetch(hinted))
    const { body } = await redeem(callback.searchParams.get('code') ?? '')
    expect(decodeJwt(body.id_token ?? '').name).toBe('Tom Teacher')
    const page = await open(createBrowser(), authorizeUrl({ login_hint: 'sara@contoso.test' }))
    expect(page.html).toContain('value="sara@contoso.test"')
  })

  test('choosing a signed-in account proves nothing new, prompt=login does', async () => {
    const browser = createBrowser()
    const timeOf = async (prompt?: string): Promise<number> => {
      const callback = await signIn(browser, authorizeUrl({ prompt }), 'Ada Admin')
      const { body } = await redeem(callback.searchParams.get('code') ?? '')
      return Number(decodeJwt(body.id_token ?? '').auth_time)
    }
    const first = await timeOf()
    emulator.advanceClock(600)
    expect(await timeOf('select_account')).toBe(first - 600)
    expect(await timeOf('login')).toBeGreaterThanOrEqual(first)
  })

  test('form_post sends the answer in a form with one script that the policy allows', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl({ response_mode: 'form_post' }))
    const answer = await submitForm(browser, page, { button: 'Sign in as Ada Admin' })
    const html = await answer.text()
    expect(html).toContain(`action="${redirectUri}"`)
    expect(getField(html, 'code').length).toBeGreaterThan(300)
    expect(getField(html, 'state')).toBe('s1')
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'sha256-/)
  })

  test('fragment puts the answer behind the hash', async () => {
    const url = authorizeUrl({ response_mode: 'fragment' })
    const callback = await signIn(createBrowser(), url, 'Ada Admin')
    expect(callback.search).toBe('')
    expect(new URLSearchParams(callback.hash.slice(1)).get('state')).toBe('s1')
  })
})

describe('the sign-in page', () => {
  test.each([
    ['an unknown user name', { user: 'nobody@contoso.test', password: 'x' }, 50034],
    ['a wrong password', { user: 'ada@contoso.test', password: 'x' }, 50126],
    ['a disabled account', { user: 'dana@contoso.test', password: 'Demo-pass-1' }, 50057],
  ])('%s is said inline', async (_, form, code) => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const answer = await submitForm(browser, page, form)
    const html = await answer.text()
    expect(html).toContain(`AADSTS${code}:`)
    expect(html).toContain('Sign in as Ada Admin')
  })

  test('user name and password of a person without a button sign in', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const form = { user: 'GWEN@contoso.test', password: emulator.password }
    const callback = await getRedirect(await submitForm(browser, page, form))
    expect(callback.searchParams.get('code')).toBeTruthy()
  })

  test('a guest signs in with the address of their home account', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const form = { user: 'gil@fabrikam.test', password: emulator.password }
    const callback = await getRedirect(await submitForm(browser, page, form))
    const { body } = await redeem(callback.searchParams.get('code') ?? '')
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({
      preferred_username: 'gil@fabrikam.test',
    })
  })

  test('a person of another tenant is refused with AADSTS50020, and welcome under organizations', async () => {
    const browser = createBrowser()
    const form = { user: 'fay@fabrikam.test', password: emulator.password }
    const page = await open(browser, authorizeUrl())
    expect(await (await submitForm(browser, page, form)).text()).toContain('AADSTS50020')
    const organizations = `${emulator.url}/organizations`
    const open2 = await open(browser, authorizeUrl({}, organizations))
    const callback = await getRedirect(await submitForm(browser, open2, form))
    const code = callback.searchParams.get('code') ?? ''
    expect((await redeem(code)).code).toBe(700005)
    const { body } = await postToken(
      {
        grant_type: 'authorization_code',
        client_id: clientId,
        client_secret: 'demo-web-secret',
        redirect_uri: redirectUri,
        code_verifier: verifier,
        code,
      },
      organizations,
    )
    const { iss, tid } = decodeJwt(body.id_token ?? '')
    expect(tid).toBe('fab21ca0-7e57-4000-8000-00000000c0de')
    expect(iss).toBe(`${emulator.url}/${tid}/v2.0`)
  })

  test('what was typed is escaped', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const form = { user: '"><script>alert(1)</script>', password: 'x' }
    const html = await (await submitForm(browser, page, form)).text()
    expect(html).not.toContain('<script>')
    expect(html).toContain('&lt;script&gt;')
  })
})

describe('consent', () => {
  beforeEach(() => emulator.reset({ consent: 'none' }))

  test('a person accepts what they may consent to, once', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const answer = await submitForm(browser, page, { button: 'Sign in as Max Member' })
    const html = await answer.text()
    expect(html).toContain('Permissions requested')
    const accepted = await submitForm(browser, { url: page.url, html }, { button: 'Accept' })
    expect((await getRedirect(accepted)).searchParams.get('code')).toBeTruthy()
    const again = await getRedirect(await browser.fetch(authorizeUrl({ prompt: 'none' })))
    expect(again.searchParams.get('code')).toBeTruthy()
  })

  test('Cancel tells the application access_denied with AADSTS65004', async () => {
    const browser = createBrowser()
    const page = await open(browser, authorizeUrl())
    const answer = await submitForm(browser, page, { button: 'Sign in as Max Member' })
    const consent = { url: page.url, html: await answer.text() }
    const { searchParams } = await getRedirect(
      await submitForm(browser, consent, { button: 'Cancel' }),
    )
    expect(searchParams.get('error')).toBe('access_denied')
    expect(searchParams.get('error_description')).toContain('AADSTS65004')
  })

  test('what needs an administrator stops a person and is accepted by an administrator', async () => {
    const url = authorizeUrl({ scope: 'openid User.Read.All' })
    const max = createBrowser()
    const page = await open(max, url)
    const stopped = await submitForm(max, page, { button: 'Sign in as Max Member' })
    const html = await stopped.text()
    expect(html).toContain('Need admin approval')
    expect(html).not.toContain('>Accept<')
    const forced = await submitForm(max, { url, html }, { decision: 'accept' })
    expect((await getRedirect(forced)).searchParams.get('error')).toBe('access_denied')
    const ada = createBrowser()
    const asked = await submitForm(ada, await open(ada, url), { button: 'Sign in as Ada Admin' })
    const consent = { url, html: await asked.text() }
    const accept = { decision: 'accept', everyone: 'true' }
    const accepted = await getRedirect(await submitForm(ada, consent, accept))
    expect(accepted.searchParams.get('code')).toBeTruthy()
    const silent = await getRedirect(await max.fetch(`${url}&prompt=none`))
    expect(silent.searchParams.get('code')).toBeTruthy()
  })

  test('prompt=none with consent missing is refused with consent_required', async () => {
    const browser = createBrowser()
    await submitForm(browser, await open(browser, authorizeUrl()), {
      button: 'Sign in as Max Member',
    })
    const answer = await getError(authorizeUrl({ prompt: 'none' }), browser)
    expect(answer).toMatchObject({ error: 'consent_required', code: 65001 })
  })

  test('an application without consent gets a token without roles', async () => {
    const { body } = await askForApplication()
    expect(decodeJwt(body.access_token ?? '')).not.toHaveProperty('roles')
  })
})

describe('redeeming a code', () => {
  test('a reused code is refused with AADSTS54005', async () => {
    const code = await getCode()
    expect((await redeem(code)).status).toBe(200)
    expect(await redeem(code)).toMatchObject({ status: 400, code: 54005 })
  })

  test('a wrong code verifier is refused with AADSTS501481 and no error_uri', async () => {
    const answer = await redeem(await getCode(), { code_verifier: 'w'.repeat(64) })
    expect(answer).toMatchObject({ status: 400, code: 501481, body: { error: 'invalid_grant' } })
    expect(answer.body).not.toHaveProperty('error_uri')
  })

  test.each([
    ['a missing code verifier', { code_verifier: undefined }, 501481],
    ['another redirect URI', { redirect_uri: 'http://localhost:3000/sign-in' }, 50011],
    ['a code of nobody', { code: 'garbage' }, 9002313],
    ['a scope without consent', { scope: 'Mail.Send' }, 65001],
  ])('%s is refused', async (_, changes, code) => {
    expect(await redeem(await getCode(), changes)).toMatchObject({ status: 400, code })
  })

  test("another client's code is refused", async () => {
    const daemon = {
      client_id: 'a0000000-7e57-4000-8000-000000000003',
      client_secret: 'demo-daemon-secret',
    }
    expect((await redeem(await getCode(), daemon)).code).toBe(70000)
  })

  test('a code lives ten minutes', async () => {
    const code = await getCode()
    emulator.advanceClock(601)
    expect(await redeem(code)).toMatchObject({ status: 400, code: 70008 })
  })

  test('scope picks the API the token is for, and the answer repeats its style', async () => {
    const scope = 'https://graph.microsoft.com/User.Read.All'
    const { body } = await redeem(await getCode(), { scope })
    expect(body.scope).toContain(scope)
    expect(decodeJwt(body.access_token ?? '').scp).toContain('User.Read.All')
  })
})

describe('refreshing', () => {
  const signInForRefresh = async (person = 'Ada Admin') =>
    (await redeem(await getCode(person))).body.refresh_token

  test('a scope without consent is refused with invalid_grant and suberror consent_required', async () => {
    const answer = await refresh(await signInForRefresh(), { scope: 'Mail.Send' })
    expect(answer).toMatchObject({
      status: 400,
      code: 65001,
      body: { error: 'invalid_grant', suberror: 'consent_required' },
    })
  })

  test('a disabled account is refused with AADSTS50057', async () => {
    const token = await signInForRefresh('Tom Teacher')
    emulator.updateUser('tom@contoso.test', { accountEnabled: false })
    expect((await refresh(token)).code).toBe(50057)
  })

  test('a revoked session is refused with AADSTS50173, a new sign-in is not', async () => {
    const token = await signInForRefresh('Tom Teacher')
    emulator.updateUser('tom@contoso.test', { revokeSessions: true })
    expect((await refresh(token)).code).toBe(50173)
    emulator.advanceClock(1)
    expect((await refresh(await signInForRefresh('Tom Teacher'))).status).toBe(200)
  })

  test('ninety days of inactivity end a refresh token with AADSTS700082', async () => {
    const token = await signInForRefresh()
    emulator.advanceClock(89 * 86_400)
    expect((await refresh(token)).status).toBe(200)
    emulator.advanceClock(2 * 86_400)
    expect((await refresh(token)).code).toBe(700082)
  })

  test('one-time refresh tokens work once when that is set', async () => {
    emulator.settings({ oneTimeRefreshTokens: true })
    const token = await signInForRefresh()
    expect((await refresh(token)).status).toBe(200)
    expect((await refresh(token)).body.error).toBe('invalid_grant')
  })

  test('a one-time refresh token gives one of two requests at once its tokens, and those work', async () => {
    emulator.settings({ oneTimeRefreshTokens: true })
    const token = await signInForRefresh()
    const answers = await Promise.all([refresh(token), refresh(token)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    const won = answers.find(({ status }) => status === 200)
    expect((await refresh(won?.body.refresh_token)).status).toBe(200)
  })

  test('a refusal does not spend a one-time refresh token', async () => {
    emulator.settings({ oneTimeRefreshTokens: true })
    const token = await signInForRefresh()
    expect((await refresh(token, { scope: 'Mail.Send' })).code).toBe(65001)
    expect((await refresh(token)).status).toBe(200)
  })

  test('a refreshed ID token carries no nonce', async () => {
    const { body } = await refresh(await signInForRefresh())
    expect(decodeJwt(body.id_token ?? '')).not.toHaveProperty('nonce')
  })
})

describe('the token endpoint', () => {
  test('a wrong secret is refused with 401, AADSTS7000215 and an error_uri, without WWW-Authenticate', async () => {
    const answer = await askForApplication({ client_secret: 'wrong' })
    expect(answer).toMatchObject({ status: 401, code: 7000215, body: { error: 'invalid_client' } })
    expect(answer.body.error_uri).toBe(`${emulator.url}/error?code=7000215`)
    expect(answer.headers.get('www-authenticate')).toBeNull()
    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(answer.body.error_description).toMatch(
      /^AADSTS7000215: .+ Trace ID: [\da-f-]{36} Correlation ID: [\da-f-]{36} Timestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/,
    )
  })

  test.each([
    ['a missing credential', { client_secret: undefined }, 401, 7000218],
    ['an unknown client', { client_id: randomUUID() }, 400, 700016],
    ['a missing client', { client_id: undefined }, 400, 900144],
    ['an unknown resource', { scope: 'api://nobody/.default' }, 400, 500011],
    ['a named scope for an application', { scope: 'User.Read' }, 400, 70011],
    ['a missing grant type', { grant_type: undefined }, 400, 900144],
  ])('%s is refused', async (_, changes, status, code) => {
    expect(await askForApplication(changes)).toMatchObject({ status, code })
  })

  test('an unknown grant is AADSTS70003 and the zero client id AADSTS700038, both without error_uri', async () => {
    const grant = await askForApplication({ grant_type: 'telepathy' })
    expect(grant).toMatchObject({ status: 400, code: 70003 })
    expect(grant.body).not.toHaveProperty('error_uri')
    const zero = await askForApplication({ client_id: '00000000-0000-0000-0000-000000000000' })
    expect(zero).toMatchObject({
      status: 400,
      code: 700038,
      body: { error: 'unauthorized_client' },
    })
    expect(zero.body).not.toHaveProperty('error_uri')
  })

  test('common gives no application tokens', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: 'demo-web-secret',
      scope: graphDefault,
    }
    expect((await postToken(form, `${emulator.url}/common`)).code).toBe(9001023)
  })

  test('GET is refused with AADSTS900561', async () => {
    const response = await fetch(`${base()}/oauth2/v2.0/token`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_codes: [900561] })
  })

  test('a JSON body counts as an empty form', async () => {
    const response = await fetch(`${base()}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: clientId }),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error_codes: [900144] })
  })

  test('client-request-id comes back as correlation_id', async () => {
    const id = randomUUID()
    const response = await fetch(`${base()}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'client-request-id': id },
      body: toForm({ grant_type: 'telepathy', client_id: clientId }),
    })
    expect(await response.json()).toMatchObject({ correlation_id: id })
  })

  test("a token for an own API is version 2.0 and verifies against the tenant's keys", async () => {
    const { body } = await postToken({
      grant_type: 'client_credentials',
      client_id: 'a0000000-7e57-4000-8000-000000000003',
      client_secret: 'demo-daemon-secret',
      scope: `api://${clientId}/.default`,
    })
    const keys = createRemoteJWKSet(new URL(`${base()}/discovery/v2.0/keys`))
    const { payload } = await jwtVerify(body.access_token ?? '', keys, {
      issuer: emulator.authority,
      audience: clientId,
    })
    expect(payload).toMatchObject({ ver: '2.0', azpacr: '1' })
    expect(payload.roles).toContain('Batches.Write')
    expect(payload).not.toHaveProperty('idtyp')
  })
})

describe('client assertions', () => {
  test('the same assertion may come twice', async () => {
    const assertion = await createAssertion()
    expect((await askForApplication(assertion)).status).toBe(200)
    expect((await askForApplication(assertion)).status).toBe(200)
  })

  test('two audiences are refused with AADSTS5002741', async () => {
    const audience = [`${base()}/oauth2/v2.0/token`, emulator.authority]
    expect((await askForApplication(await createAssertion({ audience }))).code).toBe(5002741)
  })

  test('a foreign audience is refused with AADSTS700023', async () => {
    const audience = 'https://elsewhere.test/token'
    expect((await askForApplication(await createAssertion({ audience }))).code).toBe(700023)
  })

  test('an expired assertion is refused with AADSTS700024', async () => {
    const answer = await askForApplication(await createAssertion({ expiresIn: -600 }))
    expect(answer).toMatchObject({ status: 401, code: 700024 })
  })

  test('a certificate that is not registered is refused with AADSTS700027', async () => {
    const answer = await askForApplication(await createAssertion({ certificate: stranger }))
    expect(answer).toMatchObject({ status: 401, code: 700027 })
  })

  test("a registered thumbprint over another key's signature is refused with AADSTS700027", async () => {
    const certificate = { ...registered, privateKey: stranger.privateKey }
    expect((await askForApplication(await createAssertion({ certificate }))).code).toBe(700027)
  })

  test('garbage is refused with AADSTS50027', async () => {
    const assertion = { ...(await createAssertion()), client_assertion: 'garbage' }
    expect((await askForApplication(assertion)).code).toBe(50027)
  })
})

describe('sign-out', () => {
  test('an address that is not registered is not followed', async () => {
    const url = `${base()}/oauth2/v2.0/logout?post_logout_redirect_uri=https://evil.test/`
    const response = await createBrowser().fetch(url)
    expect(response.headers.get('location')).toBeNull()
    expect(await response.text()).toContain('You signed out of your account')
  })

  test('refresh tokens live on', async () => {
    const browser = createBrowser()
    const { body } = await redeem(await getCode('Ada Admin', browser))
    await browser.fetch(`${base()}/oauth2/v2.0/logout`)
    expect((await getError(authorizeUrl({ prompt: 'none' }), browser)).code).toBe(50058)
    expect((await refresh(body.refresh_token)).status).toBe(200)
  })
})
