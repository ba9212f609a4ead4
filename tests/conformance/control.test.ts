import { request as httpRequest } from 'node:http'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser } from '../helpers/sign-in-driver.ts'
import { createApplicationToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const get = (path: string, token?: string): Promise<Response> =>
  fetch(emulator.url + path, token ? { headers: { authorization: `Bearer ${token}` } } : {})

const post = (
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${emulator.url}/_emulator${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

async function getGraphError(response: Response): Promise<{ code: string; message: string }> {
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  return error
}

describe('bearer tokens', () => {
  test('none, garbage and a foreign audience are 401 with a WWW-Authenticate header', async () => {
    const none = await get('/v1.0/me')
    expect(none.status).toBe(401)
    expect(none.headers.get('www-authenticate')).toContain('client_id="00000003-0000-0000-c000')
    expect(await getGraphError(none)).toMatchObject({
      code: 'InvalidAuthenticationToken',
      message: 'Access token is empty.',
    })
    expect((await getGraphError(await get('/v1.0/me', 'garbage'))).message).toContain('IDX14100')
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    const api = await createUserToken(
      emulator,
      'Ada Admin',
      'openid api://a0000000-7e57-4000-8000-000000000001/.default',
    )
    expect((await getGraphError(await get('/v1.0/me', api))).message).toBe(
      'Access token validation failure. Invalid audience.',
    )
    const tampered = `${token.slice(0, -20)}AAAAAAAAAAAAAAAAAAAA`
    expect((await get('/v1.0/me', tampered)).status).toBe(401)
  })

  test('answers carry the request ids, the OData version and the content type of Graph', async () => {
    const { headers } = await get(
      '/v1.0/me',
      await createUserToken(emulator, 'Ada Admin', 'User.Read'),
    )
    expect(headers.get('request-id')).toMatch(/^[\da-f-]{36}$/)
    expect(headers.get('client-request-id')).toBe(headers.get('request-id'))
    expect(headers.get('odata-version')).toBe('4.0')
    expect(headers.get('content-type')).toContain('odata.metadata=minimal')
  })
})

describe('the clock', () => {
  test('an hour later a token has expired and a new one has not', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    expect((await get('/v1.0/me', token)).status).toBe(200)
    await post('/clock', { advanceSeconds: 3600 })
    const refused = await get('/v1.0/me', token)
    expect(refused.status).toBe(401)
    expect((await getGraphError(refused)).message).toBe(
      'Lifetime validation failed, the token is expired.',
    )
    const fresh = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    expect((await get('/v1.0/me', fresh)).status).toBe(200)
  })

  test('a day without use ends the single sign-on session', async () => {
    const browser = createBrowser()
    await createUserToken(emulator, 'Ada Admin', 'User.Read', { browser })
    const ask = async (): Promise<string> => {
      const parameters = {
        client_id: emulator.webClientId,
        response_type: 'code',
        redirect_uri: 'http://localhost/auth/callback',
        scope: 'openid',
        prompt: 'none',
      }
      const authorize = emulator.authority.replace('/v2.0', '/oauth2/v2.0/authorize')
      const answer = await browser.fetch(`${authorize}?${new URLSearchParams(parameters)}`)
      return answer.headers.get('location') ?? ''
    }
    expect(await ask()).toContain('code=')
    emulator.advanceClock(25 * 3600)
    expect(await ask()).toContain('error=login_required')
  })
})

describe('settings', () => {
  test('accessTokenSeconds is the lifetime of tokens issued from then on', async () => {
    await post('/settings', { accessTokenSeconds: 60 })
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    emulator.advanceClock(59)
    expect((await get('/v1.0/me', token)).status).toBe(200)
    emulator.advanceClock(2)
    expect((await get('/v1.0/me', token)).status).toBe(401)
  })
})

describe('the answer of /settings', () => {
  test('holds all of them, what was not named as it was', async () => {
    await post('/settings', { ignorePromptLogin: true })
    const answer = await post('/settings', { omittedClaims: ['auth_time'] })
    expect(await answer.json()).toEqual({
      accessTokenSeconds: 3599,
      oneTimeRefreshTokens: false,
      tokenScopes: 'asked',
      claimsNeedInteraction: false,
      ignorePromptLogin: true,
      omittedClaims: ['auth_time'],
      logoutSendsIssuer: false,
      quotas: 'published',
      deviceCodeIntervalSeconds: 5,
      apiTokenVersion: 2,
      apiTokenIdtyp: false,
      deniedMailboxes: [],
    })
  })
})

describe('people', () => {
  test('a change is seen at once, and a revoked session challenges a client that can answer', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } })
    const able = await createUserToken(emulator, 'Tom Teacher', 'User.Read', { form: { claims } })
    const unable = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    const changed = await post('/users/tom@contoso.test', {
      jobTitle: 'Head teacher',
      revokeSessions: true,
    })
    expect(await changed.json()).toMatchObject({ jobTitle: 'Head teacher' })
    const refused = await get('/v1.0/me', able)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toContain('error="insufficient_claims"')
    expect(await (await get('/v1.0/me', unable)).json()).toMatchObject({ jobTitle: 'Head teacher' })
  })

  test('a new role shows in directoryRoles rights at once', async () => {
    const token = await createUserToken(emulator, 'Max Member', 'RoleManagement.Read.Directory')
    expect((await get('/v1.0/directoryRoles', token)).status).toBe(403)
    emulator.updateUser('max@contoso.test', { directoryRoles: ['userAdministrator'] })
    expect((await get('/v1.0/directoryRoles', token)).status).toBe(200)
  })

  test('the same seed gives the same ids, another seed others', async () => {
    await using same = await createEmulator({ port: 0, users: 0 })
    await using other = await createEmulator({ port: 0, users: 0, seed: 7 })
    expect(same.people).toEqual(emulator.people)
    expect(other.people.map(({ id }) => id)).not.toContain(same.people[0]?.id)
    expect(same.people.map(({ displayName }) => displayName)).toEqual([
      'Ada Admin',
      'Tom Teacher',
      'Sara Student',
      'Max Member',
      'Dana Disabled',
      'Gil Guest',
    ])
  })
})

describe('faults', () => {
  test('status answers with code and Retry-After, as often as asked', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    await post('/faults', {
      match: 'me',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 7,
      times: 1,
    })
    const throttled = await get('/v1.0/me', token)
    expect(throttled.status).toBe(429)
    expect(throttled.headers.get('retry-after')).toBe('7')
    expect((await getGraphError(throttled)).code).toBe('TooManyRequests')
    expect((await get('/v1.0/me', token)).status).toBe(200)
  })

  test('an AADSTS number at the token endpoint answers as Entra does', async () => {
    emulator.addFault({ match: 'token', kind: 'status', code: 50173 })
    await expect(createApplicationToken(emulator)).rejects.toThrow('AADSTS50173')
    emulator.clearFaults()
    await expect(createApplicationToken(emulator)).resolves.toBeTruthy()
  })

  test('a delay at the token endpoint answers late and right', async () => {
    emulator.addFault({ match: 'token', kind: 'delay', delayMs: 300, times: 1 })
    const startedAt = Date.now()
    await expect(createApplicationToken(emulator)).resolves.toBeTruthy()
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290)
  })

  test('cae challenges with claims', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'User.Read')
    emulator.addFault({ match: '/v1.0/me', kind: 'cae', times: 1 })
    const header = (await get('/v1.0/me', token)).headers.get('www-authenticate') ?? ''
    const claims = Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? '', 'base64').toString()
    expect(JSON.parse(claims)).toHaveProperty('access_token.nbf.essential', true)
  })

  test('reset closes the connection and truncate breaks the body off', async () => {
    emulator.addFault({ match: 'discovery', kind: 'reset', times: 1 })
    const path = `${new URL(emulator.authority).pathname}/.well-known/openid-configuration`
    await expect(get(path)).rejects.toThrow('fetch failed')
    emulator.addFault({ match: 'discovery', kind: 'truncate', times: 1 })
    const broken = await get(path)
    await expect(broken.text()).rejects.toThrow()
  })

  test('html answers with a page, delay with the real thing, and DELETE ends both', async () => {
    const path = `${new URL(emulator.authority).pathname}/.well-known/openid-configuration`
    emulator.addFault({ match: 'discovery', kind: 'html' })
    const page = await get(path)
    expect(page.status).toBe(502)
    expect(page.headers.get('content-type')).toContain('text/html')
    await fetch(`${emulator.url}/_emulator/faults`, { method: 'DELETE' })
    emulator.addFault({ match: 'discovery', kind: 'delay', delayMs: 20 })
    expect((await get(path)).status).toBe(200)
  })

  test('a fault of rate 0 hits nobody', async () => {
    emulator.addFault({ match: 'token', kind: 'status', rate: 0 })
    await expect(createApplicationToken(emulator)).resolves.toBeTruthy()
  })
})

describe('the request log', () => {
  test('names client, person and permission', async () => {
    await get('/v1.0/me', await createUserToken(emulator, 'Ada Admin', 'User.Read'))
    const { items } = (await (await get('/_emulator/requests')).json()) as { items: object[] }
    expect(items.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1.0/me',
      status: 200,
      client: emulator.webClientId,
      user: 'ada@contoso.test',
      permission: 'User.Read',
    })
  })

  test('never holds a token, a code, a secret or a password', async () => {
    const token = await createUserToken(emulator, 'Ada Admin', 'openid User.Read')
    await get(`/v1.0/me?access_token=${token}`, token)
    const text = await (await get('/_emulator/requests')).text()
    for (const secret of [token, 'demo-web-secret', emulator.password, 'code=']) {
      expect(text).not.toContain(secret)
    }
  })
})

describe('bad input', () => {
  test.each([
    ['/reset', { users: -1 }],
    ['/reset', { consent: 'some' }],
    ['/settings', { accessTokenSeconds: 'long' }],
    ['/settings', { unknown: 1 }],
    ['/settings', []],
    ['/settings', { claimsNeedInteraction: 'yes' }],
    ['/settings', { ignorePromptLogin: 1 }],
    ['/settings', { omittedClaims: 'auth_time' }],
    ['/settings', { omittedClaims: ['shoe_size'] }],
    ['/settings', { logoutSendsIssuer: null }],
    ['/settings', { quotas: 'some' }],
    ['/settings', { deviceCodeIntervalSeconds: -1 }],
    ['/settings', { apiTokenVersion: 3 }],
    ['/settings', { apiTokenIdtyp: 'app' }],
    ['/faults', { match: 'nowhere', kind: 'status' }],
    ['/faults', { match: 'token', kind: 'explode' }],
    ['/faults', { match: 'token', kind: 'status', rate: 2 }],
    ['/faults', { match: 'users', kind: 'reset', before: 'yes' }],
    ['/faults', { match: 'users', kind: 'delay', before: true }],
    ['/clock', {}],
    ['/clock', { advanceSeconds: -5 }],
    ['/users/nobody@contoso.test', {}],
    ['/users/tom@contoso.test', { shoeSize: 44 }],
    ['/users/tom@contoso.test', { displayName: null }],
    ['/users/tom@contoso.test', { userPrincipalName: 'ada@contoso.test' }],
    ['/users/tom@contoso.test', { directoryRoles: ['king'] }],
    ['/users/tom@contoso.test', { appRoles: ['King'] }],
    ['/users/tom@contoso.test', { appRoles: 'Mail.Read' }],
    ['/users/tom@contoso.test', { assignedLicenses: ['x'] }],
  ])('%s %j is 400 with a sentence', async (path, body) => {
    const response = await post(path, body)
    expect(response.status).toBe(400)
    const { message } = (await response.json()) as { message: string }
    expect(message).toMatch(/^["A-Z].+\.$/)
  })
})

describe('safety', () => {
  test('it refuses to listen anywhere but on loopback', async () => {
    await expect(createEmulator({ host: '0.0.0.0' })).rejects.toThrow('127.0.0.1 only')
  })

  test('a taken port rejects with EADDRINUSE', async () => {
    const port = Number(new URL(emulator.url).port)
    await expect(createEmulator({ port, users: 0 })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('the control endpoints refuse pages of other origins', async () => {
    const foreign = await post('/reset', {}, { origin: 'http://localhost:3000' })
    expect(foreign.status).toBe(403)
    const own = await post('/reset', {}, { origin: emulator.url })
    expect(own.status).toBe(200)
  })

  test('a Host that is no loopback name is refused', async () => {
    const { hostname, port } = new URL(emulator.url)
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'rebound.example' }
      httpRequest({ hostname, port, path: '/v1.0/me', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})

describe('the page at /_emulator', () => {
  test('shows people, faults and requests, says what it is, and runs no script', async () => {
    emulator.addFault({ match: 'photo', kind: 'status', status: 503 })
    await get('/v1.0/me')
    const response = await get('/_emulator')
    const html = await response.text()
    for (const text of [
      'Ada Admin',
      'Demo-pass-1',
      'Demo tenant - not Microsoft',
      '/v1.0/me',
      'photo',
    ]) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('<script')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'none'")
  })
})
