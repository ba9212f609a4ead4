import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebRoot } from '../helpers/web-root.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0, webRoot: createWebRoot() })
})
afterAll(() => world[Symbol.asyncDispose]())

const STRICT = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'self';" +
    "connect-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';" +
    "require-trusted-types-for 'script';trusted-types 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

describe('every reply is strict', () => {
  it.each([
    ['a page', '/', 401],
    ['the sign-in page', '/sign-in', 200],
    ['an asset', '/assets/main-abc.js', 200],
    ['a redirect', '/auth/login', 302],
    ['JSON', '/livez', 200],
    ['a problem', '/api/me', 401],
    ['an unknown address', '/api/nothing', 404],
    ['an explanation', '/docs/problems/csrf', 200],
  ])('%s: %s', async (_case, path, status) => {
    const reply = await world.visit().open(path)
    expect(reply.statusCode).toBe(status)
    expect(reply.headers).toMatchObject(STRICT)
    expect(reply.headers['permissions-policy']).toContain('camera=()')
  })

  it('even to an address that cannot be read', async () => {
    const reply = await world.visit().open('/%E0%A4%A')
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request' })
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    })
  })

  it('names itself on https for a long time', async () => {
    await using secure = await startWorld({
      users: 0,
      env: { APP_ORIGIN: 'https://vestibule.example', TRUST_PROXY: '127.0.0.1' },
    })
    const reply = await secure.visit().get('/livez')
    expect(reply.headers['strict-transport-security']).toBe('max-age=63072000')
  })
})

it('nothing but an asset, and a picture by the person’s own browser, is kept by any cache', async () => {
  const visitor = await world.signIn()
  for (const path of [
    '/',
    '/sign-in',
    '/auth/login',
    '/auth/callback',
    '/auth/frontchannel-logout',
    '/api/me',
    '/api/sessions',
    '/api/token-claims',
    '/api/users',
    '/api/nothing',
    '/docs/problems/csrf',
    '/livez',
    '/readyz',
  ]) {
    expect((await visitor.open(path)).headers['cache-control'], path).toBe('no-store')
  }
  const picture = await visitor.get('/api/me/photo')
  expect([picture.statusCode, picture.headers['cache-control']]).toEqual([
    200,
    'private, max-age=600',
  ])
  const asset = await visitor.get('/assets/main-abc.js')
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

describe('a page', () => {
  it.each(['/', '/users?search=an', '/claims', '/anything/at/all'])(
    'without a session is the sign-in page at that very address, with status 401: %s',
    async (path) => {
      const reply = await world.visit().open(path)
      expect(reply.statusCode).toBe(401)
      expect(reply.body).toContain('the sign-in page')
    },
  )

  it('with a session is the application', async () => {
    const visitor = await world.signIn()
    const reply = await visitor.open('/users')
    expect(reply.statusCode).toBe(200)
    expect(reply.body).toContain('the application')
  })

  it('of the application may frame what it has made itself, for messages, and nothing else', async () => {
    const { headers } = await (await world.signIn()).open('/mail')
    const policy = String(headers['content-security-policy'])
    const [, style] = /style-src 'self' ('sha256-[\w+/]{43}=');/.exec(policy) ?? []
    expect(headers).toMatchObject({
      ...STRICT,
      'content-security-policy': STRICT['content-security-policy']
        .replace("style-src 'self'", `style-src 'self' ${style}`)
        .replace("img-src 'self'", "img-src 'self' data:")
        .concat(';frame-src blob:'),
    })
  })

  it('after signing out is the sign-in page again', async () => {
    const visitor = await world.signIn()
    await visitor.post('/auth/logout')
    expect((await visitor.open('/users')).statusCode).toBe(401)
  })

  it('says that the authority is on this machine, and so a demo', async () => {
    expect((await world.visit().open('/')).body).toContain('content="local"')
  })

  it('on another host name leads to the one where cookies are, and nowhere else', async () => {
    for (const path of ['/users?search=x', '//evil.example/', '/\\evil.example']) {
      const reply = await world.visit().open(path, { host: '127.0.0.1:3000' })
      expect(reply.statusCode).toBe(302)
      expect(new URL(String(reply.headers.location)).origin).toBe(APP_ORIGIN)
    }
  })

  it('of signing in brings a signed-in person to where they were going', async () => {
    const visitor = await world.signIn()
    expect((await visitor.open('/sign-in')).headers.location).toBe('/')
    const going = await visitor.open('/sign-in?returnTo=/users')
    expect(going.headers.location).toBe('/users')
    const elsewhere = await visitor.open('/sign-in?returnTo=//evil.example')
    expect(elsewhere.headers.location).toBe('/')
  })
})

it('files beside the assets cannot be reached through them', async () => {
  for (const path of [
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets/%2e%2e/sign-in.html',
  ]) {
    const reply = await world.visit().get(path)
    expect(reply.statusCode).toBeGreaterThanOrEqual(400)
    expect(reply.body).not.toContain('<p>')
  }
})

it('every problem’s type is an address that answers', async () => {
  const { type, code } = (await world.visit().get('/api/me')).json()
  expect(type).toBe(`${APP_ORIGIN}/docs/problems/unauthenticated`)
  const page = await world.visit().open(new URL(type).pathname)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain(code)
  expect((await world.visit().open('/docs/problems/made-up')).statusCode).toBe(404)
})

it('a reply’s request id is the one a problem quotes', async () => {
  const reply = await world.visit().get('/api/me')
  expect(reply.json().requestId).toBe(reply.headers['x-request-id'])
})

it('/livez tells of the process and /readyz of the store, the keys and the authority', async () => {
  expect((await world.visit().get('/livez')).json()).toEqual({ status: 'ok' })
  expect((await world.visit().get('/readyz')).json()).toEqual({
    status: 'ok',
    checks: { store: true, keys: true, authority: true },
  })
  world.emulator.addFault({ match: 'discovery', kind: 'status' })
  await using unready = await startWorld({
    users: 0,
    env: { ENTRA_AUTHORITY: world.emulator.authority },
  })
  const reply = await unready.visit().get('/readyz')
  world.emulator.clearFaults()
  expect(reply.statusCode).toBe(503)
  expect(reply.json().checks).toEqual({ store: true, keys: true, authority: false })
})

it('a server with other keys than the database is used with is not ready', async () => {
  await world.signIn()
  const TOKEN_KEYS = Buffer.alloc(32, 'another key, as of another node').toString('base64url')
  await using other = await startWorld({
    users: 0,
    env: { TOKEN_KEYS, DATABASE_URL: `file:${world.env.DATA_DIR}/vestibule.db` },
  })
  const reply = await other.visit().get('/readyz')
  expect(reply.statusCode).toBe(503)
  expect(reply.json().checks).toMatchObject({ store: true, keys: false })
})
