import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
let webRoot: string
beforeAll(async () => {
  // Two pages are enough to have the routes of pages.
  webRoot = mkdtempSync(join(tmpdir(), 'vestibule-web-'))
  for (const page of ['index.html', 'sign-in.html', 'api-docs.html']) {
    writeFileSync(join(webRoot, page), '<p>')
  }
  world = await startWorld({ webRoot })
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  rmSync(webRoot, { recursive: true, force: true })
})

/** What a browser makes of a Location, wherever it stands. */
const follow = (location: unknown) => new URL(String(location), `${APP_ORIGIN}/auth/callback`)

/** As somebody writes it into a link; `&` and `#` would end the value. */
const LINKED = [
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '/\\/evil.example',
  '/\\\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '\t//evil.example',
  '/\t\\evil.example',
  '\u0000//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/./\\evil.example',
  '/..//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  '/%2e%2e//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example',
  'HTTPS://evil.example',
  'http://localhost:3000//evil.example',
  'http://localhost:3000@evil.example',
  'http://localhost:3000.evil.example',
  'http://localhost:3000',
  'http:evil.example',
  '@evil.example',
  '.evil.example',
  ':80',
  'evil.example',
  '?//evil.example',
  '#//evil.example',
  'javascript:alert(1)',
  'java\tscript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'blob:http://localhost:3000/x',
  'file:///etc/passwd',
  'about:blank',
  '//[::1]/',
  '//1.2.3.4',
  '//evil%E3%80%82example',
  '//evil。example',
  '/／evil.example/..//evil.example',
  '/users\r\nLocation: https://evil.example',
  '/users\nSet-Cookie: vestibule-3000=evil',
  '/auth/login?returnTo=//evil.example',
  '/auth/../auth/logout',
  '/api/me',
  '/sign-in?returnTo=//evil.example',
  '/x'.repeat(4096),
  '',
]

/** Written with percents: once decoded they may look like more, and must not be decoded again. */
const ENCODED = [
  '/ /evil.example',
  '/%09/evil.example',
  '/%0a/evil.example',
  '/%0d%0a/evil.example',
  '/%20/evil.example',
  '/%2f/evil.example',
  '/%2f%2fevil.example',
  '%2f%2fevil.example',
  '%2F%2Fevil.example',
  '/%5cevil.example',
  '/%5c%5cevil.example',
  '%5c%5cevil.example',
  '/%252f%252fevil.example',
  '%252f%252fevil.example',
  '/%255cevil.example',
  '/%25252fevil.example',
  '/%c0%afevil.example',
  '/%00//evil.example',
  '%68ttps%3a%2f%2fevil.example',
  'https%3a%2f%2fevil.example',
  'javascript%3aalert(1)',
  '/%e2%80%a8/evil.example',
  '/@evil.example',
  '/users@evil.example',
  '/;@evil.example',
  '/users?next=//evil.example',
  '/users%23//evil.example',
]

const QUERIES = [
  ...LINKED.map((value) => `returnTo=${encodeURIComponent(value)}`),
  // Percents once more, so that the value itself has them …
  ...ENCODED.map((value) => `returnTo=${encodeURIComponent(value)}`),
  // … and as they stand, so that the server decodes them.
  ...ENCODED.map((value) => `returnTo=${value}`),
  'returnTo=/users&returnTo=//evil.example',
  'returnTo=//evil.example&returnTo=/users',
  'returnTo[]=//evil.example',
  'returnTo[href]=//evil.example',
  'returnto=//evil.example',
  'returnTo=%',
  'returnTo=%ff%fe//evil.example',
  'returnTo',
]

/** Home, or a page of ours that is spelled as plainly as it is. */
function expectOurs(location: unknown) {
  const url = follow(location)
  expect(url.origin).toBe(APP_ORIGIN)
  expect([url.username, url.password]).toEqual(['', ''])
  expect(url.pathname).not.toMatch(/^\/(?:[/\\]|auth\/|api\/)/)
  expect(String(location)).not.toMatch(/[\r\n\t\\]/)
  // It says the same wherever a browser starts from: nothing in it is relative.
  expect(String(location).startsWith(`${APP_ORIGIN}/`)).toBe(true)
}

describe('a sign-in never ends at another origin', () => {
  it.each(QUERIES)('%s', async (query) => {
    const visitor = world.visit()
    const login = `/auth/login?${query}`
    const finished = await visitor.open(await visitor.reachCallback('Ada Admin', login))
    expect(finished.statusCode).toBe(302)
    expectOurs(finished.headers.location)
    expect(visitor.sessionCookie()).not.toBe('')
  })
})

it.each(['@evil.example', '.evil.example', '//evil.example', ':80/', '/\\\\evil.example'])(
  'what is stored as the way back is judged again at the end: %s',
  async (path) => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin', '/auth/login?returnTo=/users')
    await world.context.store.db
      .updateTable('sign_in_transactions')
      .set({ return_to: path })
      .where('consumed_at', 'is', null)
      .execute()
    expect((await visitor.open(callback)).headers.location).toBe(`${APP_ORIGIN}/`)
    // Once more, by a person who is signed in now.
    expect((await visitor.open(callback)).headers.location).toBe(`${APP_ORIGIN}/`)
  },
)

describe('a sign-in that fails carries no other origin along', () => {
  /** The path the sign-in page will send the person to once it works. */
  async function readReturnTo(query: string): Promise<string> {
    const visitor = world.visit()
    const started = await visitor.open(`/auth/login?${query}`)
    const asked = new URL(String(started.headers.location)).searchParams
    const refusal = { state: String(asked.get('state')), error: 'access_denied' }
    const reply = await visitor.open(`/auth/callback?${new URLSearchParams(refusal)}`)
    const location = follow(reply.headers.location)
    expect(location.origin + location.pathname).toBe(`${APP_ORIGIN}/sign-in`)
    return location.searchParams.get('returnTo') ?? '/'
  }

  it.each(QUERIES)('%s', async (query) => {
    expectOurs(APP_ORIGIN + (await readReturnTo(query)))
  })

  it.each(LINKED.filter((value) => !value.startsWith('/users')))(
    'and leads home for what is no path of ours: %j',
    async (value) => {
      expect(await readReturnTo(`returnTo=${encodeURIComponent(value)}`)).toBe('/')
    },
  )
})

describe('the sign-in page leads a person who is signed in to no other origin', () => {
  it.each(QUERIES)('%s', async (query) => {
    const visitor = await ada()
    const reply = await visitor.open(`/sign-in?${query}`)
    expect(reply.statusCode).toBe(302)
    expect(follow(reply.headers.location).origin).toBe(APP_ORIGIN)
    expectOurs(APP_ORIGIN + String(reply.headers.location))
  })
})

describe('an address under another name leads to our own origin', () => {
  const paths = [
    '//evil.example',
    '///evil.example/x',
    '/\\evil.example',
    '//evil.example//..',
    '/%2f%2fevil.example',
    '/.evil.example',
    '/@evil.example',
    '/users?x=//evil.example',
  ]
  const headers: Record<string, string>[] = [
    { host: 'evil.example' },
    { host: 'evil.example', 'x-forwarded-host': 'localhost:3000' },
    { host: 'localhost:3000.evil.example' },
    { host: 'localhost:3000@evil.example' },
    { host: 'evil.example', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
    { host: 'evil.example', forwarded: 'host=evil.example' },
  ]
  it.each(paths.flatMap((path) => headers.map((header) => [path, JSON.stringify(header)])))(
    '%s with %s',
    async (path, header) => {
      const reply = await world.visit().open(path, JSON.parse(header))
      if (reply.statusCode !== 302) return expect([400, 401, 404]).toContain(reply.statusCode)
      const location = follow(reply.headers.location)
      expect(location.origin).toBe(APP_ORIGIN)
      expect(location.pathname.startsWith('//')).toBe(false)
      return expect(String(reply.headers.location).startsWith(`${APP_ORIGIN}/`)).toBe(true)
    },
  )

  it.each(headers.map((header) => [JSON.stringify(header)]))(
    'and no forwarded name gets into a sign-in: %s',
    async (header) => {
      const forged = { ...JSON.parse(header), accept: 'application/json' }
      const visitor = world.visit()
      const started = await visitor.get('/auth/login?returnTo=/users', forged)
      const asked = new URL(String(started.headers.location))
      expect(asked.origin).toBe(world.emulator.url)
      expect(asked.searchParams.get('redirect_uri')).toBe(`${APP_ORIGIN}/auth/callback`)
      const callback = await visitor.reachCallback('Ada Admin', '/auth/login?returnTo=/users')
      const finished = await visitor.get(callback, forged)
      expect(finished.headers.location).toBe(`${APP_ORIGIN}/users`)
    },
  )
})

it('signing out leads back to our own page, whatever is asked for', async () => {
  const visitor = await world.signIn()
  const reply = await visitor.post(
    '/auth/logout?returnTo=//evil.example&post_logout_redirect_uri=x',
  )
  const logoutUrl = new URL(reply.json().logoutUrl)
  expect(logoutUrl.origin).toBe(world.emulator.url)
  expect(logoutUrl.searchParams.get('post_logout_redirect_uri')).toBe(`${APP_ORIGIN}/sign-in`)
})

let signedIn: ReturnType<World['signIn']> | undefined
/** One person for all who only look. */
function ada() {
  signedIn ??= world.signIn()
  return signedIn
}
