import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createUserToken } from './token-driver.ts'

let emulator: Emulator
let token: string
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 30 })
})
beforeEach(async () => {
  emulator.reset()
  token = await createUserToken(emulator, 'Ada Admin', 'User.Read User.ReadBasic.All')
})
afterAll(() => emulator.close())

interface Item {
  id: string
  status: number
  headers: Record<string, string>
  body?: unknown
}

async function post(payload: unknown, bearer = token) {
  const response = await fetch(`${emulator.url}/v1.0/$batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  })
  const body = (await response.json()) as {
    responses?: Item[]
    error?: { code: string; message: string }
  }
  return { status: response.status, body }
}

async function run(requests: object[]): Promise<Item[]> {
  const { status, body } = await post({ requests })
  expect(status).toBe(200)
  return body.responses ?? []
}

const toItem = (url: string, more: object = {}) => ({ id: url, method: 'GET', url, ...more })

const codeOf = ({ body }: Item): string => (body as { error: { code: string } }).error.code

describe('$batch', () => {
  test('answers each item by its id, with the exact key Content-Type', async () => {
    const [me, nobody] = await run([
      { id: '1', method: 'GET', url: '/me?$select=displayName' },
      { id: '2', method: 'GET', url: 'users/nobody@contoso.test' },
    ])
    expect(me).toMatchObject({ id: '1', status: 200, body: { displayName: 'Ada Admin' } })
    expect(Object.keys(me?.headers ?? {})).toEqual(
      expect.arrayContaining(['Cache-Control', 'Content-Type', 'OData-Version']),
    )
    expect(me?.headers['Content-Type']).toContain('application/json')
    expect(nobody).toMatchObject({ id: '2', status: 404 })
    expect(nobody && codeOf(nobody)).toBe('Request_ResourceNotFound')
  })

  test('headers of an item reach it', async () => {
    const url = '/users?$count=true&$top=1'
    const [plain, counted] = await run([
      { id: '1', method: 'GET', url },
      { id: '2', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
    ])
    expect(plain?.body).not.toHaveProperty('@odata.count')
    expect(counted?.body).toHaveProperty('@odata.count')
  })

  test('a photo comes as base64', async () => {
    const [photo] = await run([toItem('/me/photos/48x48/$value')])
    expect(photo?.headers['Content-Type']).toBe('image/jpeg')
    const bytes = Buffer.from(String(photo?.body), 'base64')
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8')
    expect(bytes.subarray(-2).toString('hex')).toBe('ffd9')
  })

  test('the token of the batch counts, not one of an item', async () => {
    const headers = { Authorization: 'Bearer garbage' }
    const [me] = await run([toItem('/me', { headers })])
    expect(me?.status).toBe(200)
    expect((await post({ requests: [toItem('/me')] }, 'garbage')).status).toBe(401)
  })

  test('permissions are asked item by item', async () => {
    const able = await createUserToken(emulator, 'Tom Teacher', 'User.Read')
    const { body } = await post({ requests: [toItem('/me'), toItem('/users')] }, able)
    expect(body.responses?.map(({ status }) => status)).toEqual([200, 403])
  })

  test('an address that begins with the version is 400 for the item', async () => {
    const [item] = await run([toItem('/v1.0/me')])
    expect(item).toMatchObject({
      status: 400,
      body: {
        error: { code: 'BadRequest', message: "Resource not found for the segment 'v1.0'." },
      },
    })
  })

  test.each(['/$batch', '$batch', '/%24batch?x=1'])(
    'a batch inside, %s, is refused',
    async (url) => {
      const body = { requests: [] }
      const [item] = await run([
        { id: '1', method: 'POST', url, headers: { 'Content-Type': 'application/json' }, body },
      ])
      expect(item?.status).toBe(400)
    },
  )

  test.each([
    '/../_emulator/requests',
    '/%2e%2e/_emulator/requests',
    '//../../_emulator',
    '\\..\\..\\_emulator',
  ])('%s does not lead out of Graph', async (url) => {
    const [item] = await run([toItem(url)])
    expect(item?.status).toBe(400)
  })

  test('what depends on a failed item is 424 and does not run, also through another', async () => {
    const items = await run([
      { id: 'c', method: 'GET', url: '/me', dependsOn: ['b'] },
      { id: 'b', method: 'GET', url: '/organization', dependsOn: ['a'] },
      { id: 'a', method: 'GET', url: '/users/nobody' },
      { id: 'd', method: 'GET', url: '/me' },
    ])
    const statuses = Object.fromEntries(items.map(({ id, status }) => [id, status]))
    expect(statuses).toEqual({ a: 404, b: 424, c: 424, d: 200 })
    expect(emulator.requests().map(({ path }) => path)).not.toContain('/v1.0/organization')
  })

  test('a fault hits the items of its path, each with its own Retry-After', async () => {
    emulator.addFault({
      match: 'users',
      kind: 'status',
      status: 429,
      retryAfterSeconds: 9,
      times: 1,
    })
    const [me, first, second] = await run([
      toItem('/me'),
      toItem('/users?$top=1'),
      toItem('/users?$top=2'),
    ])
    expect(me?.status).toBe(200)
    expect(first).toMatchObject({ status: 429, headers: { 'Retry-After': '9' } })
    expect(first && codeOf(first)).toBe('TooManyRequests')
    expect(second?.status).toBe(200)
  })

  test('a challenged item carries the challenge', async () => {
    emulator.addFault({ match: '/v1.0/me', kind: 'cae' })
    const [me] = await run([toItem('/me')])
    expect(me?.status).toBe(401)
    expect(me?.headers['WWW-Authenticate']).toContain('insufficient_claims')
  })

  test('a connection that breaks at an item breaks the batch, and nothing behind the item runs', async () => {
    emulator.addFault({ match: 'users', kind: 'reset' })
    const items = [toItem('/me'), toItem('/users'), toItem('/organization')]
    await expect(post({ requests: items })).rejects.toThrow('fetch failed')
    const paths = emulator.requests().map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['/v1.0/me', '/v1.0/users']))
    expect(paths).not.toContain('/v1.0/organization')
  })

  test('each item stands in the request log, with its permission', async () => {
    await run([toItem('/me'), toItem('/users?$top=1')])
    const log = emulator.requests().filter(({ path }) => path.startsWith('/v1.0/'))
    expect(log.map(({ path }) => path).toSorted()).toEqual([
      '/v1.0/$batch',
      '/v1.0/me',
      '/v1.0/users',
    ])
    expect(log.find(({ path }) => path === '/v1.0/users')).toMatchObject({
      permission: 'User.ReadBasic.All',
      user: 'ada@contoso.test',
    })
  })

  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `${index}`, method: 'GET', url: '/me' }))

  test('twenty items are fine and twenty-one are not', async () => {
    expect(await run(many(20))).toHaveLength(20)
    const { status, body } = await post({ requests: many(21) })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'BadRequest',
      message: 'Number of batch request steps exceeds the maximum value of 20.',
    })
  })

  const circle = [
    { id: '1', method: 'GET', url: '/me', dependsOn: ['2'] },
    { id: '2', method: 'GET', url: '/me', dependsOn: ['1'] },
  ]
  test.each<[string, unknown]>([
    ['a list', []],
    ['no requests', {}],
    ['no items', { requests: [] }],
    ['an item without id', { requests: [{ method: 'GET', url: '/me' }] }],
    ['an unknown method', { requests: [toItem('/me', { method: 'BREW' })] }],
    ['an item without url', { requests: [{ id: '1', method: 'GET' }] }],
    ['a dependency on nobody', { requests: [toItem('/me', { dependsOn: ['9'] })] }],
    ['items that wait for each other', { requests: circle }],
  ])('%s is "Invalid batch payload format."', async (_, payload) => {
    const { status, body } = await post(payload)
    expect(status).toBe(400)
    expect(body.error).toMatchObject({
      code: 'BadRequest',
      message: 'Invalid batch payload format.',
    })
  })

  test('ids that differ only in letter case are refused', async () => {
    const { status } = await post({
      requests: [
        { id: 'a', method: 'GET', url: '/me' },
        { id: 'A', method: 'GET', url: '/me' },
      ],
    })
    expect(status).toBe(400)
  })

  test.each([
    ['Content-Type', { body: {} }],
    ['body', { headers: { 'Content-Type': 'application/json' } }],
  ])('a writing item without %s spoils the batch', async (_, more) => {
    const { status, body } = await post({ requests: [toItem('/me', { method: 'PATCH', ...more })] })
    expect(status).toBe(400)
    expect(body.error?.message).toBe(
      'Write request id : /me does not contain Content-Type header or body.',
    )
  })
})
