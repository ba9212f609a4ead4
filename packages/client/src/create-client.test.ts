import { expect, test } from 'vitest'
import { createClient } from './create-client.ts'
import type { TokenWish } from './get-token.ts'
import { ApiProblem, isProblem, NoAnswer } from './problem.ts'
import { startApi, toProblem } from './testing/start-api.ts'

const ME = { displayName: 'Ada Admin' }
const CLAIMS = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'

const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail('It did not throw.'),
    (error: unknown) => error,
  )

test('with getToken every request carries a token and nothing that a browser would add', async () => {
  await using api = await startApi(() => ({ body: ME }))
  const sent: Request[] = []
  let count = 0
  const client = createClient({
    baseUrl: `${api.url}/`,
    getToken: () => `token-${++count}`,
    fetch(request) {
      sent.push(request)
      return fetch(request)
    },
  })
  expect(await client.getMe()).toEqual(ME)
  await client.updatePreferences({ theme: 'dark' })
  expect(api.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /api/me',
    'PATCH /api/me/preferences',
  ])
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ])
  expect(api.seen.map(({ headers }) => headers['x-csrf'])).toEqual([undefined, undefined])
  expect(JSON.parse(api.seen[1]?.body ?? '')).toEqual({ theme: 'dark' })
  expect(sent.map(({ credentials }) => credentials)).toEqual(['omit', 'omit'])
})

test('without getToken the browser sends its cookie, and unsafe requests are guarded', async () => {
  await using api = await startApi(() => ({ body: ME }))
  const sent: Request[] = []
  const client = createClient({
    baseUrl: api.url,
    fetch(request) {
      sent.push(request)
      return fetch(request)
    },
  })
  await client.getMe()
  await client.updatePreferences({ theme: 'dark' })
  expect(api.seen.map(({ headers }) => headers['x-csrf'])).toEqual([undefined, '1'])
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  expect(sent.map(({ credentials }) => credentials)).toEqual(['include', 'include'])
})

test('a claims challenge is taken to getToken, and the call repeated, body and all', async () => {
  await using api = await startApi(({ headers }) =>
    headers.authorization === 'Bearer fresh'
      ? { body: ME }
      : toProblem('claims_challenge', 401, { claims: CLAIMS }),
  )
  const wishes: TokenWish[] = []
  const client = createClient({
    baseUrl: api.url,
    getToken: async (wish) => {
      wishes.push(wish)
      return wish.claims ? 'fresh' : 'old'
    },
  })
  expect(await client.updatePreferences({ theme: 'dark' })).toEqual(ME)
  expect(wishes.map(({ claims }) => claims)).toEqual([undefined, CLAIMS])
  expect(api.seen.map(({ body }) => body)).toEqual(['{"theme":"dark"}', '{"theme":"dark"}'])
})

test('a claims challenge is answered once; one without claims, and other refusals, not at all', async () => {
  let reply = toProblem('claims_challenge', 401, { claims: CLAIMS })
  await using api = await startApi(() => reply)
  const client = createClient({ baseUrl: api.url, getToken: () => 'token' })
  await expect(client.getMe()).rejects.toMatchObject({ problem: { code: 'claims_challenge' } })
  expect(api.seen).toHaveLength(2)
  reply = toProblem('claims_challenge', 401)
  await expect(client.getMe()).rejects.toBeInstanceOf(ApiProblem)
  reply = toProblem('unauthenticated', 401, { claims: CLAIMS })
  await expect(client.getMe()).rejects.toBeInstanceOf(ApiProblem)
  expect(api.seen).toHaveLength(4)
})

test('the page with a cookie is told of a claims challenge: it signs in by an address', async () => {
  await using api = await startApi(() =>
    toProblem('claims_challenge', 401, { claims: CLAIMS, signInUrl: '/auth/login?for=x' }),
  )
  const error = await caught(createClient({ baseUrl: api.url }).getMe())
  expect(isProblem(error, 'claims_challenge') && error.problem.signInUrl).toBe('/auth/login?for=x')
  expect(api.seen).toHaveLength(1)
})

test('what getToken throws reaches the caller as it is, and nothing is sent', async () => {
  await using api = await startApi(() => ({ body: ME }))
  const needed = new Error('interaction_required')
  const thrower = () => {
    throw needed
  }
  for (const getToken of [thrower, () => Promise.reject(needed)]) {
    expect(await caught(createClient({ baseUrl: api.url, getToken }).getMe())).toBe(needed)
  }
  expect(api.seen).toHaveLength(0)
})

test.each([undefined, null, '', 'two words', 'se\ncret', { accessToken: 'secret' }])(
  'what is no token is not sent, and not told: %j',
  async (answered) => {
    await using api = await startApi(() => ({ body: ME }))
    const getToken = () => answered as string
    const error = await caught(createClient({ baseUrl: api.url, getToken }).getMe())
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toBe('TypeError: getToken has to answer an access token.')
    expect(api.seen).toHaveLength(0)
  },
)

test.each(['', '/', 'vestibule.example', 'http://vestibule.example', 'http://127.0.0.1.example'])(
  'no token is sent to %j',
  (baseUrl) => {
    expect(() => createClient({ baseUrl, getToken: () => 'token' })).toThrow(TypeError)
  },
)

test.each(['https://vestibule.example', 'http://localhost:3000', 'http://[::1]:3000'])(
  'a token may be sent to %s',
  (baseUrl) => {
    expect(createClient({ baseUrl, getToken: () => 'token' })).toBeDefined()
  },
)

test('a token does not follow a redirect', async () => {
  await using stranger = await startApi(() => ({ body: ME }))
  await using api = await startApi(() => ({ status: 307, headers: { location: stranger.url } }))
  const client = createClient({ baseUrl: api.url, getToken: () => 'token' })
  await expect(client.getMe()).rejects.toBeInstanceOf(NoAnswer)
  expect(stranger.seen).toHaveLength(0)
})

test('nobody waits for a token, or an answer, any longer than the signal says', async () => {
  const never = new Promise<never>(() => {})
  const reason = new Error('Nobody wants it any more.')
  const giveUp = new AbortController()
  await using api = await startApi(() => {
    giveUp.abort(reason)
    return never
  })
  const asked = createClient({ baseUrl: api.url, getToken: () => 'token' })
  expect(await caught(asked.getMe({ signal: giveUp.signal }))).toBe(reason)

  const later = new AbortController()
  const getToken = ({ signal }: TokenWish) => {
    queueMicrotask(() => later.abort(reason))
    expect(signal?.aborted).toBe(false)
    return never
  }
  const waiting = createClient({ baseUrl: api.url, getToken })
  expect(await caught(waiting.getMe({ signal: later.signal }))).toBe(reason)
  expect(api.seen).toHaveLength(1)
})

test('a problem is thrown with what it says, and told from others by its code', async () => {
  await using api = await startApi(() => toProblem('forbidden', 403, { retryAfterSeconds: 3 }))
  const error = await caught(createClient({ baseUrl: api.url }).getMe())
  expect(error).toMatchObject({
    name: 'ApiProblem',
    message: 'It was forbidden.',
    requestId: 'r-1',
    retryAfterSeconds: 3,
  })
  expect(isProblem(error)).toBe(true)
  expect(isProblem(error, 'not_found', 'forbidden')).toBe(true)
  expect(isProblem(error, 'not_found')).toBe(false)
  expect(isProblem(new Error('forbidden'))).toBe(false)
  if (isProblem(error, 'forbidden')) error.problem.code satisfies 'forbidden'
})

test("an answer that is not the API's is told with its status", async () => {
  await using api = await startApi(() => ({ status: 502, body: '<h1>Bad gateway</h1>' }))
  const error = await caught(createClient({ baseUrl: api.url }).getMe())
  expect(error).toBeInstanceOf(NoAnswer)
  expect(error).toMatchObject({ status: 502 })
})

test('a picture comes as bytes, or not at all', async () => {
  await using api = await startApi(({ url }) =>
    url.startsWith('/api/me/')
      ? { headers: { 'content-type': 'image/jpeg' }, body: 'JFIF' }
      : { status: 204 },
  )
  const client = createClient({ baseUrl: api.url, getToken: () => 'token' })
  const picture = await client.readMyPhoto(48)
  expect([picture?.type, await picture?.text()]).toEqual(['image/jpeg', 'JFIF'])
  expect(await client.readUserPhoto('a/b', 48)).toBeUndefined()
  expect(api.seen[1]?.url).toBe('/api/users/a%2Fb/photo?size=48&optional=true')
})
