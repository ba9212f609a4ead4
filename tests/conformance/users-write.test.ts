import { Client, type Context, type Middleware } from '@microsoft/microsoft-graph-client'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, submitForm } from '../helpers/sign-in-driver.ts'
import { createRefreshToken, createUserToken } from './token-driver.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 60 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const disabling = 'User.Read.All User.EnableDisableAccount.All'
const daemonClientId = 'a0000000-7e57-4000-8000-000000000003'
const tom = 'tom@contoso.test'

interface GraphProblem {
  error: { code: string; message: string }
}

const tokenUrl = () => `${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/token`

/** A person of the tenant with this role behind the button of Max, who has none. */
async function createTokenOf(role: string | undefined, scope = disabling): Promise<string> {
  if (role !== undefined) emulator.updateUser('max@contoso.test', { directoryRoles: [role] })
  return createUserToken(emulator, 'Max Member', scope)
}

const createAdaToken = (scope = disabling) => createUserToken(emulator, 'Ada Admin', scope)

/** What no registration lists is asked for on the consent page, as in the cloud. */
async function createConsentedToken(scope: string): Promise<string> {
  const browser = createBrowser()
  const url = new URL(tokenUrl().replace('/token', '/authorize'))
  url.search = String(
    new URLSearchParams({
      client_id: emulator.webClientId,
      response_type: 'code',
      scope,
      redirect_uri: 'http://localhost/auth/callback',
    }),
  )
  const opened = { url: String(url), html: await (await browser.fetch(url)).text() }
  const consent = await submitForm(browser, opened, { button: 'Sign in as Ada Admin' })
  const page = { url: consent.url, html: await consent.text() }
  await submitForm(browser, page, { button: 'Accept' })
  return createAdaToken(scope)
}

const createReadWriteToken = () => createConsentedToken('User.ReadWrite.All')

/** Of the daemon, which may disable and end sessions by itself. */
async function createDaemonToken(): Promise<string> {
  const response = await fetch(tokenUrl(), {
    method: 'POST',
    body: new URLSearchParams({
      client_id: daemonClientId,
      client_secret: 'demo-daemon-secret',
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

function send(token: string, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${emulator.url}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const patch = (token: string, user: string, body: unknown) =>
  send(token, 'PATCH', `/users/${encodeURIComponent(user)}`, body)

async function getProblem(response: Response): Promise<GraphProblem['error'] & { status: number }> {
  const { error } = (await response.json()) as GraphProblem
  return { ...error, status: response.status }
}

const denied = {
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
}

const isEnabled = (user: string): boolean | undefined => emulator.readUser(user)?.accountEnabled

class BearerMiddleware implements Middleware {
  readonly #token: string
  constructor(token: string) {
    this.#token = token
  }
  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers as Record<string, string> | undefined)
    headers.set('authorization', `Bearer ${this.#token}`)
    context.response = await fetch(context.request, { ...context.options, headers } as RequestInit)
  }
}

describe('PATCH of a user', () => {
  test('answers 204 without a body, by id and by user principal name', async () => {
    const token = await createAdaToken()
    for (const [user, accountEnabled] of [
      [emulator.readUser(tom)?.id ?? '', false],
      [tom, true],
    ] as const) {
      const answer = await patch(token, user, { accountEnabled })
      expect(answer.status).toBe(204)
      expect(await answer.text()).toBe('')
      expect(isEnabled(tom)).toBe(accountEnabled)
    }
  })

  test("Microsoft's SDK updates without an answer and reads what it wrote", async () => {
    const middleware = new BearerMiddleware(await createAdaToken())
    const options = { middleware, baseUrl: emulator.url, defaultVersion: 'v1.0' }
    const client = Client.initWithMiddleware(options)
    expect(await client.api(`/users/${tom}`).update({ accountEnabled: false })).toBeFalsy()
    const read = await client.api(`/users/${tom}`).select('accountEnabled').get()
    expect(read.accountEnabled).toBe(false)
  })

  test('the ordinary properties of a person are written with User.ReadWrite.All', async () => {
    const token = await createReadWriteToken()
    const change = {
      '@odata.type': '#microsoft.graph.user',
      displayName: 'Tom Taught',
      department: null,
      businessPhones: ['+49 30 1'],
      city: 'Berlin',
      usageLocation: 'FR',
    }
    expect((await patch(token, tom, change)).status).toBe(204)
    const { '@odata.type': _, ...written } = change
    expect(emulator.readUser(tom)).toMatchObject(written)
  })

  test.each<[string, unknown]>([
    ['an unknown property', { shoeSize: 44 }],
    ['an inherited name', { constructor: 'x' }],
    ['one that cannot be written', { id: 'x' }],
    ['a text for a flag', { accountEnabled: 'false' }],
    ['null for a flag', { accountEnabled: null }],
    ['a number for a text', { jobTitle: 7 }],
    ['no display name', { displayName: '' }],
    ['a text for a list', { businessPhones: '+49' }],
    ["a user principal name that is someone else's", { userPrincipalName: 'ada@contoso.test' }],
    ['a user principal name of another domain', { userPrincipalName: 'tom@fabrikam.test' }],
    ['an empty object', {}],
    ['no body', undefined],
    ['a list', [{ accountEnabled: false }]],
  ])('%s is 400 Request_BadRequest and changes nothing', async (_, body) => {
    const token = await createReadWriteToken()
    const before = emulator.readUser(tom)
    expect(await getProblem(await patch(token, tom, body))).toMatchObject({
      status: 400,
      code: 'Request_BadRequest',
    })
    expect(emulator.readUser(tom)).toEqual(before)
  })

  test('one wrong property spoils the whole change', async () => {
    const token = await createReadWriteToken()
    expect((await patch(token, tom, { accountEnabled: false, shoeSize: 1 })).status).toBe(400)
    expect(isEnabled(tom)).toBe(true)
  })

  test('what only the demo tenant lacks is 501', async () => {
    const answer = await patch(await createReadWriteToken(), tom, { passwordProfile: {} })
    expect(answer.status).toBe(501)
  })

  test.each(['nobody@contoso.test', 'fay@fabrikam.test', crypto.randomUUID()])(
    '%s, who is not of this tenant, is 404 Request_ResourceNotFound',
    async (user) => {
      const answer = await patch(await createAdaToken(), user, { accountEnabled: false })
      expect(await getProblem(answer)).toMatchObject({
        status: 404,
        code: 'Request_ResourceNotFound',
      })
    },
  )
})

describe('permissions to change a user', () => {
  test.each([
    ['User.Read.All', 403],
    ['User.EnableDisableAccount.All', 403],
    [disabling, 204],
    ['Directory.Read.All User.EnableDisableAccount.All', 204],
  ])('accountEnabled alone with %s is %i', async (scope, status) => {
    const answer = await patch(await createAdaToken(scope), tom, { accountEnabled: false })
    expect(answer.status).toBe(status)
    expect(isEnabled(tom)).toBe(status !== 204)
  })

  test.each(['User.ReadWrite.All', 'Directory.ReadWrite.All'])(
    '%s opens all of it',
    async (scope) => {
      const token = await createConsentedToken(scope)
      const body = { accountEnabled: false, jobTitle: 'x' }
      expect((await patch(token, tom, body)).status).toBe(204)
      expect(emulator.readUser(tom)).toMatchObject(body)
    },
  )

  test('User.EnableDisableAccount.All opens nothing besides accountEnabled', async () => {
    const token = await createAdaToken()
    for (const body of [{ jobTitle: 'x' }, { accountEnabled: false, jobTitle: 'x' }]) {
      expect(await getProblem(await patch(token, tom, body))).toMatchObject(denied)
    }
    expect(isEnabled(tom)).toBe(true)
  })

  test('the request log names the permission that opened the door', async () => {
    await patch(await createAdaToken(), tom, { accountEnabled: false })
    expect(emulator.requests().at(-1)).toMatchObject({
      method: 'PATCH',
      status: 204,
      permission: 'User.EnableDisableAccount.All',
      user: 'ada@contoso.test',
    })
  })

  test.each(['User.EnableDisableAccount.All', 'User.RevokeSessions.All'])(
    'consent to %s is there by default and gone after a reset with consent "none"',
    async (scope) => {
      await expect(createAdaToken(scope)).resolves.toBeTruthy()
      emulator.reset({ consent: 'none' })
      await expect(createAdaToken(scope)).rejects.toThrow()
      await expect(createDaemonToken()).resolves.toBeTruthy()
      expect((await patch(await createDaemonToken(), tom, { accountEnabled: false })).status).toBe(
        403,
      )
    },
  )
})

describe('who may disable whom', () => {
  const roles = [
    [undefined, false, false],
    ['directoryReaders', false, false],
    ['globalReader', false, false],
    ['userAdministrator', true, false],
    ['authenticationAdministrator', true, false],
    ['privilegedAuthenticationAdministrator', true, true],
    ['globalAdministrator', true, true],
  ] as const

  test.each(roles)('with the role %s: ordinary people %s, administrators %s', async (...row) => {
    const [role, ordinary, administrators] = row
    const token = await createTokenOf(role)
    for (const [user, isAllowed] of [
      [tom, ordinary],
      ['gwen@contoso.test', administrators],
      ['uma@contoso.test', administrators],
      ['breakglass@contoso.test', administrators],
    ] as const) {
      const answer = await patch(token, user, { accountEnabled: false })
      expect([user, answer.status]).toEqual([user, isAllowed ? 204 : 403])
      expect([user, isEnabled(user)]).toEqual([user, !isAllowed])
      if (!isAllowed) expect(await getProblem(answer)).toMatchObject(denied)
    }
  })

  test('an application by itself reaches ordinary people and no administrator', async () => {
    const token = await createDaemonToken()
    expect((await patch(token, tom, { accountEnabled: false })).status).toBe(204)
    for (const user of ['ada@contoso.test', 'uma@contoso.test']) {
      expect(await getProblem(await patch(token, user, { accountEnabled: false }))).toMatchObject(
        denied,
      )
      const revoke = `/users/${user}/revokeSignInSessions`
      expect(await getProblem(await send(token, 'POST', revoke))).toMatchObject(denied)
    }
  })

  test('an administrator may disable oneself', async () => {
    const token = await createTokenOf('userAdministrator')
    expect((await patch(token, 'max@contoso.test', { accountEnabled: false })).status).toBe(204)
    expect(isEnabled('max@contoso.test')).toBe(false)
  })
})

describe('a disabled account', () => {
  test('neither refreshes (AADSTS50057) nor keeps a token that can be challenged', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } })
    const able = await createUserToken(emulator, 'Tom Teacher', 'User.Read', { form: { claims } })
    const refreshToken = await createRefreshToken(emulator, 'Tom Teacher')
    await patch(await createAdaToken(), tom, { accountEnabled: false })
    const challenged = await send(able, 'GET', '/me')
    expect(challenged.status).toBe(401)
    expect(challenged.headers.get('www-authenticate')).toContain('error="insufficient_claims"')
    expect(await refresh(refreshToken)).toContain('AADSTS50057')
    await patch(await createAdaToken(), tom, { accountEnabled: true })
    expect(await refresh(refreshToken)).toContain('access_token')
  })

  async function refresh(token: string): Promise<string> {
    const response = await fetch(tokenUrl(), {
      method: 'POST',
      body: new URLSearchParams({
        client_id: emulator.webClientId,
        client_secret: 'demo-web-secret',
        grant_type: 'refresh_token',
        refresh_token: token,
      }),
    })
    return response.text()
  }
})

describe('people synced from Active Directory', () => {
  const ola = 'ola@contoso.test'
  const sync = async () =>
    (await fetch(`${emulator.url}/_emulator/sync`, { method: 'POST' })).json()

  test('may be disabled, and the next sync takes it back', async () => {
    const token = await createAdaToken()
    for (const user of [ola, tom]) {
      expect((await patch(token, user, { accountEnabled: false })).status).toBe(204)
    }
    expect(isEnabled(ola)).toBe(false)
    expect(await sync()).toEqual({ reverted: 1 })
    expect(isEnabled(ola)).toBe(true)
    expect(isEnabled(tom)).toBe(false)
    expect(emulator.sync()).toEqual({ reverted: 0 })
  })

  test('get back what Active Directory has, however often Graph was told otherwise', async () => {
    emulator.updateUser(ola, { accountEnabled: false })
    const token = await createAdaToken()
    for (const accountEnabled of [true, false, true]) await patch(token, ola, { accountEnabled })
    expect(emulator.sync()).toEqual({ reverted: 1 })
    expect(isEnabled(ola)).toBe(false)
  })

  test('refuse a change of what Active Directory owns', async () => {
    const answer = await patch(await createReadWriteToken(), ola, { jobTitle: 'x' })
    expect(await getProblem(answer)).toMatchObject({ status: 400, code: 'Request_BadRequest' })
  })
})

describe('revokeSignInSessions', () => {
  const revoking = 'User.RevokeSessions.All'

  test('answers 200 with a value for oneself, without any role', async () => {
    const answer = await send(
      await createTokenOf(undefined, revoking),
      'POST',
      '/me/revokeSignInSessions',
    )
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({
      '@odata.context': `${emulator.url}/v1.0/$metadata#Edm.Boolean`,
      value: true,
    })
  })

  test.each([
    [undefined, 403, 403],
    ['userAdministrator', 200, 403],
    ['authenticationAdministrator', 200, 403],
    ['privilegedAuthenticationAdministrator', 200, 200],
    ['globalAdministrator', 200, 200],
  ])('with the role %s: ordinary people %i, administrators %i', async (role, ordinary, high) => {
    const token = await createTokenOf(role, revoking)
    const revoke = async (user: string) =>
      (await send(token, 'POST', `/users/${user}/revokeSignInSessions`)).status
    expect([await revoke(tom), await revoke('gwen@contoso.test')]).toEqual([ordinary, high])
  })
})

describe('writes inside $batch', () => {
  interface Item {
    id: string
    status: number
    headers: Record<string, string>
    body?: unknown
  }
  const json = { 'Content-Type': 'application/json' }
  const toItem = (user: string, body: object = { accountEnabled: false }) => ({
    id: user,
    method: 'PATCH',
    url: `/users/${user}`,
    headers: json,
    body,
  })

  async function run(token: string, requests: object[]): Promise<Item[]> {
    const answer = await send(token, 'POST', '/$batch', { requests })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { responses: Item[] }).responses
  }

  test('a PATCH item is 204 without a body, each item judged by its own permission and target', async () => {
    const token = await createTokenOf('userAdministrator')
    const items = await run(token, [
      toItem(tom),
      toItem('gwen@contoso.test'),
      toItem('nobody@contoso.test'),
      toItem('sara@contoso.test', { jobTitle: 'x' }),
      toItem('lena@contoso.test', {}),
      { id: 'me', method: 'POST', url: '/me/revokeSignInSessions', headers: json, body: {} },
    ])
    expect(items.map(({ status }) => status)).toEqual([204, 403, 404, 403, 400, 403])
    expect(items[0]).not.toHaveProperty('body')
    expect(items[0]?.headers).not.toHaveProperty('Content-Type')
    expect(isEnabled(tom)).toBe(false)
  })

  test('revokeSignInSessions is an item too', async () => {
    const [item] = await run(await createAdaToken('User.RevokeSessions.All'), [
      {
        id: '1',
        method: 'POST',
        url: `/users/${tom}/revokeSignInSessions`,
        headers: json,
        body: {},
      },
    ])
    expect(item).toMatchObject({ status: 200, body: { value: true } })
  })

  const people = ['tom', 'sara', 'max', 'lena', 'noor'].map((name) => `${name}@contoso.test`)
  const runPeople = async () =>
    send(await createAdaToken(), 'POST', '/$batch', {
      requests: people.map((user) => toItem(user)),
    })
  const listDisabled = () => people.filter((user) => !isEnabled(user))

  test.each([
    ['status 429', { kind: 'status', status: 429, retryAfterSeconds: 5 }, 429],
    ['status 503', { kind: 'status', status: 503 }, 503],
  ] as const)(
    '%s of an item hits that item alone, and it is not applied',
    async (_, fault, status) => {
      emulator.addFault({ match: '/v1.0/users/max', ...fault })
      const { responses } = (await (await runPeople()).json()) as { responses: Item[] }
      expect(responses.map((item) => item.status)).toEqual([204, 204, status, 204, 204])
      expect(responses[2]?.headers['Retry-After']).toBe(status === 429 ? '5' : undefined)
      expect(listDisabled()).toEqual(people.filter((user) => !user.startsWith('max')))
    },
  )

  test('times and rate count items, in their order', async () => {
    emulator.addFault({ match: 'users', kind: 'status', status: 503, times: 2 })
    emulator.addFault({ match: 'users', kind: 'status', status: 500, rate: 0 })
    const { responses } = (await (await runPeople()).json()) as { responses: Item[] }
    expect(responses.map((item) => item.status)).toEqual([503, 503, 204, 204, 204])
  })

  test('a delayed item is applied, and items wait side by side', async () => {
    emulator.addFault({ match: 'users', kind: 'delay', delayMs: 300 })
    const startedAt = Date.now()
    expect((await runPeople()).status).toBe(200)
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(290)
    expect(Date.now() - startedAt).toBeLessThan(1200)
    expect(listDisabled()).toEqual(people)
  })

  async function breaks(answer: Promise<Response>): Promise<string> {
    try {
      const response = await answer
      const text = await response.text()
      return text.startsWith('<!doctype html>') ? `page ${response.status}` : 'answer'
    } catch {
      return 'broken'
    }
  }

  test.each([
    ['reset', 'broken'],
    ['truncate', 'broken'],
    ['html', 'page 502'],
  ] as const)(
    '%s at an item loses the answer: the items up to it are applied, those behind it are not',
    async (kind, seen) => {
      emulator.addFault({ match: '/v1.0/users/max', kind, times: 1 })
      expect(await breaks(runPeople())).toBe(seen)
      expect(listDisabled()).toEqual(people.slice(0, 3))
      expect((await runPeople()).status).toBe(200)
      expect(listDisabled()).toEqual(people)
    },
  )

  test.each([
    ['reset', 'broken'],
    ['truncate', 'broken'],
    ['html', 'page 502'],
  ] as const)('%s with before:true at an item applies nothing of the batch', async (kind, seen) => {
    emulator.addFault({ match: '/v1.0/users/max', kind, before: true })
    expect(await breaks(runPeople())).toBe(seen)
    expect(listDisabled()).toEqual([])
  })

  test.each([
    [undefined, people],
    [true, []],
  ])('reset of the batch itself with before:%s applies all or nothing', async (before, applied) => {
    emulator.addFault({ match: 'batch', kind: 'reset', ...(before && { before }) })
    expect(await breaks(runPeople())).toBe('broken')
    expect(listDisabled()).toEqual(applied)
  })

  test('items that wait for one behind the break do not run', async () => {
    emulator.addFault({ match: '/v1.0/users/sara', kind: 'reset' })
    const [first, ...others] = people.map((user) => toItem(user))
    const requests = [{ ...first, dependsOn: ['max@contoso.test'] }, ...others]
    expect(await breaks(send(await createAdaToken(), 'POST', '/$batch', { requests }))).toBe(
      'broken',
    )
    expect(listDisabled()).toEqual(['sara@contoso.test'])
  })

  test.each([
    ['reset', undefined, 'broken', false],
    ['truncate', undefined, 'broken', false],
    ['html', undefined, 'page 502', false],
    ['reset', true, 'broken', true],
    ['truncate', true, 'broken', true],
    ['html', true, 'page 502', true],
  ] as const)(
    'a PATCH by itself under %s, before:%s, is seen as %s',
    async (kind, before, seen, left) => {
      const token = await createAdaToken()
      emulator.addFault({ match: 'users', kind, ...(before && { before }) })
      expect(await breaks(patch(token, tom, { accountEnabled: false }))).toBe(seen)
      expect(isEnabled(tom)).toBe(left)
    },
  )
})

describe('directory roles', () => {
  test('members come in pages with $select and $top, by id and by template', async () => {
    const token = await createAdaToken('RoleManagement.Read.Directory User.Read.All')
    const { value: roles } = (await (await send(token, 'GET', '/directoryRoles')).json()) as {
      value: { id: string; displayName: string; roleTemplateId: string }[]
    }
    const role = roles.find(({ displayName }) => displayName === 'Global Administrator')
    const names: string[] = []
    let path: string | undefined =
      `/directoryRoles/${role?.id}/members?$select=userPrincipalName&$top=2`
    let pages = 0
    while (path !== undefined) {
      const page = (await (await send(token, 'GET', path)).json()) as {
        value: { '@odata.type': string; userPrincipalName: string }[]
        '@odata.nextLink'?: string
      }
      for (const member of page.value) {
        expect(Object.keys(member)).toEqual(['@odata.type', 'userPrincipalName'])
        names.push(member.userPrincipalName)
      }
      path = page['@odata.nextLink']?.split('/v1.0')[1]
      pages += 1
    }
    expect(pages).toBe(2)
    expect(names).toEqual(['ada', 'gwen', 'breakglass'].map((name) => `${name}@contoso.test`))
    const byTemplate = `/directoryRoles(roleTemplateId='${role?.roleTemplateId}')`
    expect(await (await send(token, 'GET', byTemplate)).json()).toMatchObject({ id: role?.id })
    const all = await (await send(token, 'GET', `${byTemplate}/members?$top=999`)).json()
    expect(all).toMatchObject({ value: { length: 3 } })
  })

  test('members are type and id for who may not read people', async () => {
    const token = await createAdaToken('RoleManagement.Read.Directory')
    const path = "/directoryRoles(roleTemplateId='fe930be7-5e62-47db-91af-98c3a49a38b1')/members"
    const { value } = (await (await send(token, 'GET', path)).json()) as { value: object[] }
    expect(value).toEqual([
      expect.objectContaining({
        '@odata.type': '#microsoft.graph.user',
        id: emulator.readUser('uma@contoso.test')?.id,
        displayName: null,
      }),
    ])
  })

  test.each([
    ['User.Read', '/directoryRoles', 403],
    ['User.Read', '/directoryRoles/x/members', 403],
    ['Directory.Read.All', '/directoryRoles/x/members', 404],
    ['Directory.Read.All', `/directoryRoles(roleTemplateId='${crypto.randomUUID()}')`, 404],
  ])('with %s, %s is %i', async (scope, path, status) => {
    expect((await send(await createAdaToken(scope), 'GET', path)).status).toBe(status)
  })
})

test('listUsers reads everyone of a tenant', () => {
  expect(emulator.listUsers()).toHaveLength(72)
  expect(
    emulator.listUsers('fabrikam.test').map(({ userPrincipalName }) => userPrincipalName),
  ).toEqual(['fay@fabrikam.test'])
  expect(() => emulator.listUsers('nowhere.test')).toThrow('No tenant nowhere.test')
})
