import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { buildApp, describeApi } from '@vestibule/bff'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SAME_ORIGIN } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

interface Route {
  /** As it is registered, such as `/api/users/:id`. */
  pattern: string
  methods: string[]
}

let world: World
let routes: Route[]
beforeAll(async () => {
  world = await startWorld({ users: 5 })
  routes = readRoutes(world.app.printRoutes({ commonPrefix: false }))
})
afterAll(() => world[Symbol.asyncDispose]())

/** The tree that Fastify prints, a route a line, each behind the beginning it shares with those above. */
function readRoutes(tree: string): Route[] {
  const beginnings: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = /^(.*?)[├└]── (\S+)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (!found) return []
    const [, indent = '', part = '', methods] = found
    const depth = indent.length / 4
    beginnings.length = depth
    beginnings.push(part)
    return methods ? [{ pattern: beginnings.join(''), methods: methods.split(', ') }] : []
  })
}

const toPath = (pattern: string) => pattern.replaceAll(/\{\w+\}|:\w+/g, NOBODY)

/** Every row of every table, as text, with the exceptions that `except` names. */
async function readRows({ context }: World, except: readonly string[]): Promise<string[]> {
  const { db } = context.store
  const rows: string[] = []
  for (const { name } of await db.introspection.getTables()) {
    if (except.includes(name)) continue
    for (const row of await db
      .selectFrom(name as 'sessions')
      .selectAll()
      .execute()) {
      // The one thing of a session that reading may change: when it was last used.
      rows.push(JSON.stringify({ name, ...row, last_seen_at: undefined }))
    }
  }
  return rows.toSorted()
}

describe('a safe method', () => {
  // Sign-ins that are started, tokens that are fetched for a call, and what such a call proves.
  const CACHES = ['app_tokens', 'leases', 'permission_proofs', 'session_tokens']
  const STARTED = ['sign_in_requests', 'sign_in_transactions']
  // Taking the whole list away is entered in the audit; that comes last.
  const EXPORT = '/api/users/export'
  const ENTERED = ['audit_events', 'audit_head']

  it('changes no row of the database, on any route, with a session or without', async () => {
    const visitor = await world.signIn('Ada Admin')
    const paths = routes
      .filter(({ methods }) => methods.includes('GET'))
      .map(({ pattern }) => toPath(pattern))
    expect(paths.length).toBeGreaterThan(12)
    const ignored = [...CACHES, ...STARTED]
    const before = await readRows(world, ignored)
    expect(before.join()).toContain('Ada Admin')
    const beforeExport = await readRows(world, [...ignored, ...ENTERED])
    // Long enough for the session's last use to be noted anew.
    world.passTime(2)
    for (const path of [...paths.filter((one) => one !== EXPORT), EXPORT]) {
      for (const method of ['GET', 'HEAD'] as const) {
        for (const cookie of ['', visitor.sessionCookie()]) {
          const reply = await world.app.inject({ method, url: path, headers: { cookie } })
          expect(reply.statusCode, `${method} ${path}`).toBeLessThan(500)
          const isEntered = path === EXPORT
          const left = await readRows(world, isEntered ? [...ignored, ...ENTERED] : ignored)
          expect(left, path).toEqual(isEntered ? beforeExport : before)
        }
      }
    }
    world.passTime(-2)
  })

  it('of the API starts no sign-in and deletes no token, once the tokens it needs are there', async () => {
    const visitor = await world.signIn('Max Member')
    const paths = ['/api/me', '/api/sessions', '/api/token-claims', '/api/users?top=1']
    for (const path of paths) await visitor.get(path)
    const before = await readRows(world, [])
    for (const path of paths) expect((await visitor.get(path)).statusCode).toBe(200)
    expect(await readRows(world, [])).toEqual(before)
  })

  it('TRACE, CONNECT and others that nobody uses are refused, and nothing is sent back', async () => {
    const { pattern } = routes.find((route) => route.pattern === '/api/me') as Route
    const headers = { cookie: 'echo=canary', 'x-canary': 'canary', ...SAME_ORIGIN }
    for (const method of ['TRACE', 'CONNECT', 'PUT', 'PATCH', 'PROPFIND', 'PURGE'] as const) {
      for (const url of [pattern, '/auth/login', '/auth/logout', '/']) {
        // `inject` knows them all, its type does not.
        const reply = await world.app.inject({ method: method as 'GET', url, headers })
        expect([400, 404, 405, 501], `${method} ${url}`).toContain(reply.statusCode)
        expect(JSON.stringify(reply.headers) + reply.body).not.toContain('canary')
      }
    }
  })

  it('TRACE and CONNECT are refused on a real connection as well', async () => {
    const app = await buildApp(world.context)
    const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
    for (const line of ['TRACE /api/me', 'CONNECT evil.example:443', 'NONSENSE /api/me']) {
      const socket = connect(Number(port), '127.0.0.1')
      await once(socket, 'connect')
      socket.end(
        `${line} HTTP/1.1\r\nhost: localhost\r\nx-canary: canary\r\nconnection: close\r\n\r\n`,
      )
      const answer = await text(socket)
      expect(answer).not.toMatch(/^HTTP\/1\.1 2/)
      expect(answer).not.toContain('canary')
    }
    await app.close()
  })
})

describe('without a session', () => {
  it('every route of the API answers 401, and nothing of what is asked for', async () => {
    const { paths } = (await describeApi()) as { paths: Record<string, object> }
    const operations = Object.entries(paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path] as const))
    expect(operations.length).toBeGreaterThan(8)
    for (const [method, path] of operations) {
      for (const cookie of ['', 'vestibule-3000=made-up']) {
        const reply = await world.app.inject({
          method: method.toUpperCase() as 'GET',
          url: toPath(path),
          headers: { ...SAME_ORIGIN, cookie },
        })
        expect(reply.statusCode, `${method} ${path}`).toBe(401)
        expect(reply.headers['content-type']).toContain('application/problem+json')
        expect(reply.json()).toMatchObject({
          status: 401,
          code: cookie ? 'session_expired' : 'unauthenticated',
          signInUrl: '/auth/login',
        })
      }
    }
  })

  it('there is no route of the API besides those that are described', async () => {
    const { paths } = (await describeApi()) as { paths: Record<string, object> }
    const described = Object.keys(paths).map((path) => path.replaceAll(/\{(\w+)\}/g, ':$1'))
    const hidden = routes
      .map(({ pattern }) => pattern)
      .filter((pattern) => pattern.startsWith('/api/') && !described.includes(pattern))
    // The document itself is for everybody.
    expect(hidden).toEqual(['/api/openapi.json'])
  })

  it.each([
    '/api/me/',
    '//api/me',
    '///api//me',
    '/api//me',
    '/api/%6de',
    '/%61pi/me',
    '/%2fapi/me',
    '/api%2fme',
    '/API/me',
    '/Api/Me',
    '/api/me;x',
    '/api;x/me',
    '/api/me?p=/livez',
    '/api/me?/livez',
    '/api/me#/livez',
    '/api/me%23',
    '/api/me%3fp',
    '/api/me%00',
    '/api/me%20',
    '/api/me.json',
    '/api/./me',
    '/api/x/../me',
    '/livez/../api/me',
    '/livez/%2e%2e/api/me',
    '/assets/../api/me',
    '/assets/..%2fapi%2fme',
    '/auth/login/../../api/me',
    '/api/openapi.json/../me',
    '\\api\\me',
    '/api\\me',
    'http://localhost:3000/api/me',
    'http://evil.example/api/me',
  ])('no spelling of an address gets around the guard: %s', async (url) => {
    for (const accept of ['application/json', 'text/html']) {
      const reply = await world.app.inject({ url, headers: { accept, host: 'localhost:3000' } })
      expect([400, 401, 404]).toContain(reply.statusCode)
      expect(reply.body).not.toMatch(/displayName|@contoso/)
    }
  })

  it.each(['x-http-method-override', 'x-method-override', 'x-original-url', 'x-rewrite-url'])(
    'no header leads around the guard: %s',
    async (name) => {
      for (const value of ['GET', 'DELETE', '/livez']) {
        const reply = await world.visit().get('/api/me', { [name]: value })
        expect(reply.statusCode).toBe(401)
      }
      expect((await world.visit().get('/livez', { [name]: '/api/me' })).json()).toEqual({
        status: 'ok',
      })
    },
  )
})
