import { createHash, randomBytes } from 'node:crypto'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { createUserToken } from './token-driver.ts'

const disabling = 'User.Read.All User.EnableDisableAccount.All'
const contosoId = 'c0a70500-7e57-4000-8000-00000000c0de'
const daemonClientId = 'a0000000-7e57-4000-8000-000000000003'
const publicClientId = 'a0000000-7e57-4000-8000-000000000002'
const pageClientId = 'a0000000-7e57-4000-8000-000000000004'
const json = { 'Content-Type': 'application/json' }

let now = Date.now()
const wait = (seconds: number): void => {
  now += seconds * 1000
}

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 600, now: () => now })
})
beforeEach(async () => {
  emulator.reset()
  emulator.settings({ accessTokenSeconds: 86_400 })
  token = await createUserToken(emulator, 'Ada Admin', disabling)
})
afterAll(() => emulator.close())

interface Item {
  id: string
  status: number
  headers: Record<string, string>
  body?: { error: { code: string; message: string } }
}

const send = (method: string, path: string, body?: unknown, bearer = token): Promise<Response> =>
  fetch(`${emulator.url}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

async function runBatch(requests: object[], bearer = token): Promise<Item[]> {
  const answer = await send('POST', '/$batch', { requests }, bearer)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { responses: Item[] }).responses
}

const toWrite = (_: unknown, index: number) => ({
  id: String(index),
  method: 'PATCH',
  url: '/users/tom@contoso.test',
  headers: json,
  body: { accountEnabled: index % 2 === 0 },
})

/** As many writes as asked for, twenty at a time; the items that were refused. */
async function write(count: number, bearer = token): Promise<Item[]> {
  const refused: Item[] = []
  for (let left = count; left > 0; left -= 20) {
    const requests = Array.from({ length: Math.min(20, left) }, toWrite)
    const items = await runBatch(requests, bearer)
    refused.push(...items.filter(({ status }) => status !== 204))
  }
  return refused
}

const patchTom = (bearer = token) =>
  send('PATCH', '/users/tom@contoso.test', { accountEnabled: true }, bearer)

/** A token of the daemon, another application of the same tenant. */
async function createDaemonToken(): Promise<string> {
  const response = await fetch(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/token`, {
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

/** A token of an application that keeps no secret and may read its person; a page tells its origin. */
async function createReadingToken(clientId: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL(`${emulator.authority.replace('/v2.0', '')}/oauth2/v2.0/authorize`)
  url.search = String(
    new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: 'User.Read',
      redirect_uri: 'http://localhost/',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  )
  const callback = await signIn(createBrowser(), url, 'Ada Admin')
  const response = await fetch(String(url).replace(/authorize.*/, 'token'), {
    method: 'POST',
    headers: clientId === pageClientId ? { origin: 'http://localhost' } : {},
    body: new URLSearchParams({
      client_id: clientId,
      grant_type: 'authorization_code',
      redirect_uri: 'http://localhost/',
      code: callback.searchParams.get('code') ?? '',
      code_verifier: verifier,
    }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

describe('once an application has written 3,000 times in 150 seconds', () => {
  beforeEach(async () => {
    expect(await write(3000)).toEqual([])
    wait(12.4)
  })

  test('the next write is 429 with what Microsoft says about it, and passes exactly when told', async () => {
    const refused = await patchTom()
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('138')
    expect(refused.headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded')
    expect(refused.headers.get('x-ms-throttle-scope')).toBe(
      `Tenant_Application/Write/${emulator.webClientId}/${contosoId}`,
    )
    expect(await refused.json()).toMatchObject({ error: { code: 'TooManyRequests' } })
    wait(137)
    const early = await patchTom()
    expect([early.status, early.headers.get('retry-after')]).toEqual([429, '1'])
    wait(1)
    expect((await patchTom()).status).toBe(204)
  })

  test('others go on: reading, another application, and everyone once quotas are "none"', async () => {
    expect((await patchTom()).status).toBe(429)
    expect((await send('GET', '/users?$top=1')).status).toBe(200)
    expect((await patchTom(await createDaemonToken())).status).toBe(204)
    const answer = await fetch(`${emulator.url}/_emulator/settings`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ quotas: 'none' }),
    })
    expect(await answer.json()).toMatchObject({ quotas: 'none' })
    expect((await patchTom()).status).toBe(204)
    emulator.settings({ quotas: 'published' })
    expect((await patchTom()).status).toBe(429)
  })

  test("the tenant's clock moves the window on", async () => {
    emulator.advanceClock(138)
    expect((await patchTom()).status).toBe(204)
  })

  test('a reset empties it', async () => {
    emulator.reset()
    token = await createUserToken(emulator, 'Ada Admin', disabling)
    expect((await patchTom()).status).toBe(204)
  })
})

describe('writes inside $batch', () => {
  test('are refused item by item, and the batch itself is 200', async () => {
    await write(2990)
    const items = await runBatch(Array.from({ length: 20 }, toWrite))
    expect(items.map(({ status }) => status)).toEqual([
      ...Array.from({ length: 10 }, () => 204),
      ...Array.from({ length: 10 }, () => 429),
    ])
    const [last] = items.slice(-1)
    expect(last?.headers['Retry-After']).toBe('150')
    expect(last?.headers).toHaveProperty('x-ms-throttle-scope')
    expect(last?.body?.error.code).toBe('TooManyRequests')
  })

  test('ten thousand take four windows and less than ten seconds of processor time', async () => {
    const startedAt = now
    const processor = process.cpuUsage()
    const pauses: string[] = []
    for (let left = 10_000; left > 0; ) {
      const requests = Array.from({ length: Math.min(20, left) }, toWrite)
      const refused = (await runBatch(requests)).filter(({ status }) => status === 429)
      left -= requests.length - refused.length
      if (refused[0] === undefined) continue
      pauses.push(refused[0].headers['Retry-After'] ?? '')
      wait(Number(refused[0].headers['Retry-After']))
    }
    expect(pauses).toEqual(['150', '150', '150'])
    expect(now - startedAt).toBe(450_000)
    // This process plays the client as well.
    const { user, system } = process.cpuUsage(processor)
    expect((user + system) / 1_000_000).toBeLessThan(10)
  }, 60_000)
})

describe('reading', () => {
  const costOf = async (path: string, bearer = token) =>
    (await send('GET', path, undefined, bearer)).headers.get('x-ms-resource-unit')

  test.each([
    ['/users', '2'],
    ['/users?$select=id', '1'],
    ['/users?$top=5', '1'],
    ['/users?$top=5&$select=id', '1'],
    ['/users?$top=50', '2'],
    ['/users/tom@contoso.test', '1'],
    ['/me', '1'],
    ['/me/memberOf', '2'],
    ['/users/tom@contoso.test/licenseDetails', '2'],
    ['/groups/x/members', '3'],
    ['/groups/x/members?$select=id&$top=9', '1'],
  ])('%s costs %s', async (path, units) => {
    expect(await costOf(path)).toBe(units)
  })

  const reads = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: String(index),
      method: 'GET',
      url: '/groups/x/members',
    }))

  async function spend(units: number): Promise<void> {
    for (let left = units; left > 0; left -= 60)
      await runBatch(reads(Math.ceil(Math.min(60, left) / 3)))
  }

  test('more than 8,000 units in 10 seconds of a large tenant is 429, and near it a warning', async () => {
    expect((await send('GET', '/users')).headers.has('x-ms-throttle-limit-percentage')).toBe(false)
    await spend(6400)
    const near = await send('GET', '/users')
    expect(near.headers.get('x-ms-throttle-limit-percentage')).toBe('0.8')
    await spend(1596)
    const refused = await send('GET', '/users')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('10')
    expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded')
    // Photos are Exchange's, which has limits of its own.
    expect((await send('GET', '/me/photos/48x48/$value')).status).not.toBe(429)
    wait(10)
    expect((await send('GET', '/users')).status).toBe(200)
  })
})

describe('all applications of a tenant together', () => {
  test('write 18,000 times in 300 seconds', async () => {
    // Who may write nothing is counted all the same.
    const bearers = [token, await createDaemonToken(), await createReadingToken(publicClientId)]
    const page = await createReadingToken(pageClientId)
    for (const pause of [150, 99]) {
      for (const bearer of bearers) await write(3000, bearer)
      expect((await patchTom(page)).status).toBe(pause === 150 ? 403 : 429)
      wait(pause)
    }
    const refused = await patchTom(page)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '51'])
    expect(refused.headers.get('x-ms-throttle-scope')).toBe(
      `Tenant/Write/${pageClientId}/${contosoId}`,
    )
    wait(51)
    expect((await patchTom()).status).toBe(204)
  }, 60_000)
})

describe('settings', () => {
  test('the page shows which limits hold', async () => {
    const page = async () => (await fetch(`${emulator.url}/_emulator`)).text()
    expect(await page()).toContain('<option value="published" selected>')
    emulator.settings({ quotas: 'none' })
    expect(await page()).toContain('<option value="none" selected>')
  })
})
