import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createVisitor, SAME_ORIGIN, type Visitor } from '../../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../../helpers/world.ts'

let world: World
let ada: Visitor
beforeAll(async () => {
  const webRoot = mkdtempSync(join(tmpdir(), 'vestibule-web-'))
  mkdirSync(join(webRoot, 'assets'))
  writeFileSync(join(webRoot, 'index.html'), '<p>the application</p>')
  writeFileSync(join(webRoot, 'sign-in.html'), '<p>the sign-in page</p>')
  writeFileSync(join(webRoot, 'api-docs.html'), '<p>the API reference</p>')
  for (const name of ['main.js', 'main.css', 'main.svg', 'main.json']) {
    writeFileSync(join(webRoot, 'assets', name), '')
  }
  world = await startWorld({ users: 0, webRoot })
  ada = await world.signIn('Ada Admin')
})
afterAll(() => world[Symbol.asyncDispose]())
afterEach(() => world.emulator.clearFaults())

type Reply = Awaited<ReturnType<Visitor['get']>>

/** Breaks the server's inside while something is asked. */
async function whileBroken(ask: () => Promise<Reply>): Promise<Reply> {
  const { vault } = world.context
  const { readIdToken } = vault
  vault.readIdToken = () => Promise.reject(new Error('broken'))
  try {
    return await ask()
  } finally {
    vault.readIdToken = readIdToken
  }
}

async function whileGraph(status: number, ask: () => Promise<Reply>): Promise<Reply> {
  world.emulator.addFault({ match: 'users', kind: 'status', status })
  return ask()
}

/** Replies of every kind, by what they are. */
const REPLIES: [string, number, () => Promise<Reply>][] = [
  ['who is signed in', 200, () => ada.get('/api/me')],
  ['the list of sessions', 200, () => ada.get('/api/sessions')],
  ['the claims', 200, () => ada.get('/api/token-claims')],
  ['a list of people', 200, () => ada.get('/api/users?top=1')],
  ['a page', 200, () => ada.open('/users')],
  ['a page without a session', 401, () => world.visit().open('/users')],
  ['a start of a sign-in', 302, () => world.visit().open('/auth/login')],
  ['an end of a sign-in', 302, () => world.visit().signIn('Max Member')],
  [
    'an end of a sign-in that fails',
    302,
    () => world.visit().open('/auth/callback?state=x&code=y'),
  ],
  ['a redirect to the own host', 302, () => ada.open('/', { host: '127.0.0.1:3000' })],
  ['a front-channel sign-out', 200, () => world.visit().get('/auth/frontchannel-logout?sid=x')],
  ['a back-channel sign-out', 400, () => world.visit().post('/auth/backchannel-logout', {})],
  ['a sign-out', 200, () => world.visit().post('/auth/logout')],
  ['400', 400, () => ada.get('/api/users?top=0')],
  ['401', 401, () => world.visit().get('/api/me')],
  ['403 of CSRF', 403, () => ada.post('/auth/logout', undefined, {})],
  ['403 of Graph', 403, () => whileGraph(403, () => ada.get('/api/users'))],
  ['404 of the API', 404, () => ada.get('/api/nothing')],
  ['404 of a person', 404, () => ada.get('/api/users/nobody@contoso.test')],
  ['404 of an asset', 404, () => world.visit().get('/assets/nothing.js')],
  ['413', 413, () => ada.post('/auth/logout', { long: 'x'.repeat(70_000) })],
  ['500', 500, () => whileBroken(() => ada.get('/api/token-claims'))],
  ['502', 502, () => whileGraph(500, () => ada.get('/api/users'))],
  ['/livez', 200, () => world.visit().get('/livez')],
  ['/readyz', 200, () => world.visit().get('/readyz')],
]

const STRICT = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'permissions-policy': expect.stringContaining('camera=()'),
  'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
}

describe('a reply of every kind', () => {
  it.each(REPLIES)('is kept by no cache: %s', async (_what, status, ask) => {
    const { statusCode, headers } = await ask()
    expect(statusCode).toBe(status)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers).not.toHaveProperty('etag')
    expect(headers).not.toHaveProperty('last-modified')
  })

  it.each(REPLIES)('has every strict header: %s', async (what, _status, ask) => {
    const { headers } = await ask()
    expect(headers).toMatchObject(STRICT)
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; ?/)
    if (what === 'a front-channel sign-out') return
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    // Only the page that shows messages takes the pictures that stand in one.
    const isApp = policy.endsWith(';frame-src blob:')
    const rest = isApp ? policy.replace("img-src 'self' data:", '') : policy
    expect(rest).not.toMatch(/unsafe|\*|data:|https?:/)
    expect(headers['x-frame-options']).toBe('DENY')
  })

  it.each(REPLIES)('tells nobody what it is made with: %s', async (_what, _status, ask) => {
    const { headers } = await ask()
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  })

  it.each(REPLIES)('says its charset where it is text: %s', async (_what, _status, ask) => {
    const { headers, body } = await ask()
    if (body === '') return
    expect(headers['content-type']).toMatch(/^[\w/+-]+; charset=utf-8$/)
  })
})

it('an asset says its charset where it is text', async () => {
  for (const [name, type] of [
    ['main.js', 'application/javascript; charset=utf-8'],
    ['main.css', 'text/css; charset=utf-8'],
    ['main.json', 'application/json; charset=utf-8'],
    ['main.svg', 'image/svg+xml'],
  ]) {
    const { headers } = await world.visit().get(`/assets/${name}`)
    expect(headers['content-type'], name).toBe(type)
  }
})

it('what was decided on https is decided for failures too: they name https for a long time', async () => {
  await using secure = await startWorld({
    users: 0,
    env: { APP_ORIGIN: 'https://vestibule.example', TRUST_PROXY: '127.0.0.1' },
  })
  for (const path of ['/api/me', '/api/nothing', '/auth/callback', '/auth/login']) {
    const { headers } = await secure.visit().get(path)
    expect(headers['strict-transport-security']).toBe('max-age=63072000')
  }
})

describe('a cookie', () => {
  it('is set by no reply to a visitor but the start of a sign-in', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'] as const) {
      for (const url of [
        '/',
        '/sign-in',
        '/users',
        '/livez',
        '/readyz',
        '/nothing',
        '/%E0%A4%A',
        '/assets/main.js',
        '/assets/nothing.js',
        '/docs/problems/csrf',
        '/api/openapi.json',
        '/api/me',
        '/api/me/photo',
        '/api/sessions',
        '/api/token-claims',
        '/api/users',
        '/api/nothing',
        '/auth/callback',
        '/auth/callback?code=a&state=b',
        '/auth/frontchannel-logout?sid=x',
        '/auth/backchannel-logout',
        '/auth/nothing',
      ]) {
        for (const accept of ['text/html', 'application/json']) {
          const headers = { ...SAME_ORIGIN, accept, host: new URL(APP_ORIGIN).host }
          const reply = await world.app.inject({ method, url, headers })
          expect(reply.headers, `${method} ${url}`).not.toHaveProperty('set-cookie')
        }
      }
    }
    const signedOut = await world.visit().post('/auth/logout')
    expect(signedOut.cookies).toEqual([expect.objectContaining({ value: '' })])
  })

  it('is neither set nor lost by a reply that fails', async () => {
    const visitor = await world.signIn('Tom Teacher')
    const before = visitor.sessionCookie()
    const failures = [
      await whileBroken(() => visitor.get('/api/token-claims')),
      await whileGraph(500, () => visitor.get('/api/users')),
      await visitor.get('/api/nothing'),
      await visitor.get('/api/users?top=0'),
      await visitor.post('/auth/logout', undefined, {}),
      await visitor.post('/auth/logout', { long: 'x'.repeat(70_000) }),
    ]
    for (const reply of failures) {
      expect(reply.statusCode).toBeGreaterThanOrEqual(400)
      expect(reply.headers).not.toHaveProperty('set-cookie')
    }
    expect(visitor.sessionCookie()).toBe(before)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it('of a sign-in is taken back also when the sign-in fails', async () => {
    const visitor = createVisitor(world.app, APP_ORIGIN)
    const callback = await visitor.reachCallback('Tom Teacher')
    expect([...visitor.cookies.keys()]).toEqual([expect.stringMatching(/^vt-/)])
    world.emulator.addFault({ match: 'token', kind: 'status' })
    const reply = await visitor.open(callback)
    expect(reply.headers.location).toContain('/sign-in?error=')
    expect([...visitor.cookies.keys()]).toEqual([])
  })
})
