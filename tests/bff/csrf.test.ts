import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

const header = { 'x-csrf': '1' }

describe('an unsafe request', () => {
  it.each([
    ['without our header', { 'sec-fetch-site': 'same-origin' }],
    ['with our header set to another value', { 'x-csrf': '0', 'sec-fetch-site': 'same-origin' }],
    [
      'from another site',
      { ...header, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    ],
    [
      'from a sister site',
      { ...header, 'sec-fetch-site': 'same-site', origin: 'http://localhost:9' },
    ],
    ['from a page without an origin', { ...header, origin: 'null' }],
    ['that says nothing of where it comes from', header],
  ])('%s is refused and changes nothing', async (_case, headers) => {
    const visitor = await world.signIn()
    const reply = await visitor.post('/auth/logout', undefined, headers)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'csrf' })
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it.each([
    ['by Fetch Metadata', { ...header, 'sec-fetch-site': 'same-origin' }],
    ['by its Origin', { ...header, origin: APP_ORIGIN }],
  ])('of our own page is known %s', async (_case, headers) => {
    const visitor = await world.signIn()
    expect((await visitor.post('/auth/logout', undefined, headers)).statusCode).toBe(200)
  })

  it('is refused for a visitor as well: signing somebody in is an attack too', async () => {
    const reply = await world.visit().post('/auth/logout', undefined, {})
    expect(reply.statusCode).toBe(403)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'with a form’s content type %s has no effect',
    async (type) => {
      const visitor = await world.signIn()
      const reply = await world.app.inject({
        method: 'POST',
        url: '/auth/logout',
        headers: { cookie: visitor.sessionCookie(), 'content-type': type },
        payload: 'a=1',
      })
      expect(reply.statusCode).toBe(403)
      expect((await visitor.get('/api/me')).statusCode).toBe(200)
    },
  )

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'with a form’s content type %s has no effect even with our header and from our own page',
    async (type) => {
      const visitor = await world.signIn()
      const reply = await world.app.inject({
        method: 'POST',
        url: '/auth/logout',
        headers: {
          ...header,
          cookie: visitor.sessionCookie(),
          'content-type': type,
          'sec-fetch-site': 'same-origin',
          origin: APP_ORIGIN,
        },
        payload: 'a=1',
      })
      expect([400, 415]).toContain(reply.statusCode)
      expect((await visitor.get('/api/me')).statusCode).toBe(200)
    },
  )
})

it('signing out is no link: GET and HEAD do nothing', async () => {
  const visitor = await world.signIn()
  for (const method of ['GET', 'HEAD'] as const) {
    const reply = await world.app.inject({
      method,
      url: '/auth/logout',
      headers: { cookie: visitor.sessionCookie() },
    })
    expect(reply.statusCode).toBe(404)
  }
  expect((await visitor.get('/api/me')).statusCode).toBe(200)
})

describe('another origin', () => {
  it.each(['https://evil.example', 'null', 'http://localhost:3000.evil.example'])(
    '%s is allowed nothing',
    async (origin) => {
      const visitor = await world.signIn()
      for (const reply of [
        await visitor.get('/api/me', { origin }),
        await world.app.inject({
          method: 'OPTIONS',
          url: '/api/me',
          headers: { origin, 'access-control-request-method': 'GET' },
        }),
      ]) {
        expect(reply.headers).not.toHaveProperty('access-control-allow-origin')
        expect(reply.headers).not.toHaveProperty('access-control-allow-credentials')
      }
    },
  )

  it('where the SPA lives is allowed, with the cookie; no other is', async () => {
    const webOrigin = 'http://localhost:5173'
    await using apart = await startWorld({ users: 0, env: { WEB_ORIGIN: webOrigin } })
    const visitor = await apart.signIn()
    const own = await visitor.get('/api/me', { origin: webOrigin })
    expect(own.headers['access-control-allow-origin']).toBe(webOrigin)
    expect(own.headers['access-control-allow-credentials']).toBe('true')
    expect(own.headers.vary).toContain('Origin')
    const foreign = await visitor.get('/api/me', { origin: 'https://evil.example' })
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin')
    const post = await visitor.post('/auth/logout', undefined, { ...header, origin: webOrigin })
    expect(post.statusCode).toBe(200)
  })
})
