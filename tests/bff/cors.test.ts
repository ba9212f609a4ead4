import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getDelegatedToken } from '../helpers/bearer.ts'
import { startWorld, type World } from '../helpers/world.ts'

const LISTED = 'https://app.example'
const LISTED_HERE = 'http://localhost:4000'
const WEB = 'http://localhost:5173'

let world: World
let token: string
beforeAll(async () => {
  const env = { CORS_ORIGINS: `${LISTED}, ${LISTED_HERE}`, WEB_ORIGIN: WEB }
  world = await startWorld({ users: 0, env })
  token = await getDelegatedToken(world.emulator, 'Max Member')
})
afterAll(() => world[Symbol.asyncDispose]())

const send = (url: string, options: InjectOptions = {}) =>
  world.app.inject({ url, ...options, headers: { host: 'localhost:3000', ...options.headers } })

/** What a browser asks before it sends what another origin's page wants. */
const askBefore = (url: string, origin: string, method = 'GET', names = 'authorization') =>
  send(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': names,
    },
  })

const toNames = (list: unknown) =>
  String(list)
    .split(', ')
    .map((name) => name.toLowerCase())
    .toSorted()

describe('an origin of CORS_ORIGINS', () => {
  it.each([LISTED, LISTED_HERE])('%s reads answers to a bearer token', async (origin) => {
    const reply = await send('/api/me', {
      headers: { origin, authorization: `Bearer ${token}` },
    })
    expect(reply.statusCode).toBe(200)
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': origin,
      vary: expect.stringContaining('Origin'),
    })
    expect(toNames(reply.headers['access-control-expose-headers'])).toEqual(
      expect.arrayContaining(['retry-after', 'www-authenticate', 'x-request-id']),
    )
  })

  it.each([
    ['no token', '/api/me', 401, {}],
    ['a bad token', '/api/me', 401, { authorization: 'Bearer x' }],
    ['a bad question', '/api/users?top=none', 400, {}],
    ['what is not there', '/api/user-batches/none', 404, {}],
  ])('reads refusals too: %s', async (_case, url, status, headers) => {
    const authorization = `Bearer ${await getDelegatedToken(world.emulator, 'Ada Admin')}`
    const sent = status === 401 ? headers : { authorization }
    const reply = await send(url, { headers: { origin: LISTED, ...sent } })
    expect(reply.statusCode).toBe(status)
    expect(reply.headers['access-control-allow-origin']).toBe(LISTED)
    expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('is never allowed a cookie, asked beforehand or not, signed in or not', async () => {
    const ada = await world.signIn()
    const cookie = ada.sessionCookie()
    for (const headers of [{}, { cookie }, { cookie, authorization: `Bearer ${token}` }]) {
      const reply = await send('/api/me', { headers: { origin: LISTED, ...headers } })
      expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
      expect(reply.headers['set-cookie']).toBeUndefined()
    }
    const asked = await askBefore('/api/me', LISTED)
    expect(asked.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('is told the methods and headers of the API, and no header of the cookie’s guard', async () => {
    const { statusCode, headers } = await askBefore('/api/user-batches', LISTED, 'POST')
    expect(statusCode).toBe(204)
    expect(headers['access-control-allow-origin']).toBe(LISTED)
    expect(toNames(headers['access-control-allow-methods'])).toEqual([
      'delete',
      'get',
      'patch',
      'post',
    ])
    const names = toNames(headers['access-control-allow-headers'])
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'x-reason']) {
      expect(names).toContain(name)
    }
    expect(names).not.toContain('x-csrf')
    expect(names).not.toContain('cookie')
    expect(names).not.toContain('*')
  })

  it('changes something by its token, and nothing by a cookie', async () => {
    const authorization = `Bearer ${await getDelegatedToken(world.emulator, 'Ada Admin')}`
    const cookie = (await world.signIn()).sessionCookie()
    const post = (headers: Record<string, string>) =>
      send('/api/user-batches', {
        method: 'POST',
        headers: { origin: LISTED, 'sec-fetch-site': 'cross-site', ...headers },
        payload: { action: 'query', users: ['max@contoso.test'] },
      })
    expect((await post({ authorization })).statusCode).toBe(202)
    for (const guard of [{}, { 'x-csrf': '1' }]) {
      const reply = await post({ cookie, ...guard })
      expect([reply.statusCode, reply.json().code]).toEqual([403, 'csrf'])
    }
  })

  it.each(['/', '/auth/login', '/auth/logout', '/livez', '/apiary', '/docs/problems/csrf'])(
    'is nobody outside the API: %s',
    async (url) => {
      for (const reply of [
        await send(url, { headers: { origin: LISTED } }),
        await askBefore(url, LISTED),
      ]) {
        expect(reply.headers['access-control-allow-origin']).toBeUndefined()
      }
    },
  )
})

it.each([
  'null',
  '*',
  'https://app.example.evil',
  'https://app.example.',
  'https://app.example:444',
  'https://app.example:443',
  'https://app.example/',
  'https://APP.EXAMPLE',
  'https://evil-app.example',
  'https://app.example@evil.example',
  'https://app.example, https://evil.example',
  'https://sub.app.example',
  'http://app.example',
  'https://appXexample',
  'http://localhost:4001',
  'http://localhost',
  'https://localhost:4000',
  'http://127.0.0.1:4000',
])('an origin that is not listed gets nothing: %s', async (origin) => {
  const authorization = `Bearer ${token}`
  for (const reply of [
    await send('/api/me', { headers: { origin, authorization } }),
    await askBefore('/api/me', origin),
    await askBefore('/api/me', origin, 'PATCH', 'x-csrf'),
  ]) {
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    expect(reply.headers.vary).toContain('Origin')
  }
})

it('no cache gives one origin what was said to another: every reply varies by it', async () => {
  for (const url of ['/api/me', '/api/users?top=none', '/api/user-batches/none', '/api/me/photo']) {
    for (const headers of [{}, { origin: LISTED }, { origin: WEB }, { origin: 'null' }]) {
      const reply = await send(url, { headers: { authorization: `Bearer ${token}`, ...headers } })
      expect(reply.headers.vary, `${url} ${JSON.stringify(headers)}`).toContain('Origin')
    }
  }
})

it('the SPA’s own origin comes with the cookie, as before', async () => {
  const cookie = (await world.signIn()).sessionCookie()
  const reply = await send('/api/me', { headers: { origin: WEB, cookie } })
  expect(reply.statusCode).toBe(200)
  const allowed = {
    'access-control-allow-origin': WEB,
    'access-control-allow-credentials': 'true',
  }
  expect(reply.headers).toMatchObject(allowed)
  const { headers } = await askBefore('/auth/logout', WEB, 'POST', 'x-csrf')
  expect(headers).toMatchObject(allowed)
  const names = toNames(headers['access-control-allow-headers'])
  expect(names).toContain('x-csrf')
  expect(names).not.toContain('authorization')
})

it('with nothing configured nobody is let in from elsewhere', async () => {
  await using plain = await startWorld({ users: 0 })
  for (const method of ['GET', 'OPTIONS'] as const) {
    const headers = {
      host: 'localhost:3000',
      origin: LISTED,
      'access-control-request-method': 'GET',
    }
    const reply = await plain.app.inject({ url: '/api/me', method, headers })
    expect(reply.headers['access-control-allow-origin']).toBeUndefined()
    expect(reply.headers['access-control-allow-credentials']).toBeUndefined()
  }
})
