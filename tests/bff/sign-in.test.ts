import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.emulator.clearFaults())

const tokenRequests = () =>
  world.emulator.requests().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length

/** The sign-in page’s error code, if that is where a reply leads. */
function failureOf(location: unknown): string | null {
  const url = new URL(String(location))
  expect(url.origin + url.pathname).toBe(`${APP_ORIGIN}/sign-in`)
  expect(url.searchParams.get('ref')).toMatch(/^[0-9a-f-]{36}$/)
  return url.searchParams.get('error')
}

describe('a sign-in that is started', () => {
  it('asks for a code with PKCE S256, and its state, nonce and challenge are never used twice', async () => {
    const seen = new Set<string>()
    for (let round = 0; round < 20; round += 1) {
      const started = await world.visit().open('/auth/login')
      const { searchParams } = new URL(String(started.headers.location))
      expect(searchParams.get('response_type')).toBe('code')
      expect(searchParams.get('code_challenge_method')).toBe('S256')
      expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
      for (const name of ['state', 'nonce', 'code_challenge']) {
        seen.add(String(searchParams.get(name)))
      }
    }
    expect(seen.size).toBe(60)
  })

  it('asks for the few configured permissions and no others', async () => {
    const started = await world.visit().open('/auth/login')
    const scope = new URL(String(started.headers.location)).searchParams.get('scope')
    expect(scope).toBe('openid profile email offline_access User.Read')
  })

  it('cannot be steered by its caller', async () => {
    const hostile = new URLSearchParams({
      scope: 'Mail.ReadWrite',
      prompt: 'none',
      redirect_uri: 'https://evil.example/',
      client_id: 'another',
      response_type: 'token',
      for: 'unknown',
    })
    const started = await world.visit().open(`/auth/login?${hostile}`)
    const { searchParams } = new URL(String(started.headers.location))
    expect(searchParams.get('scope')).toBe('openid profile email offline_access User.Read')
    expect(searchParams.get('prompt')).toBe('select_account')
    expect(searchParams.get('redirect_uri')).toBe(`${APP_ORIGIN}/auth/callback`)
    expect(searchParams.get('client_id')).toBe(world.emulator.webClientId)
    expect(searchParams.get('response_type')).toBe('code')
  })

  it('passes on the hints and prompts it knows', async () => {
    const asked = '/auth/login?prompt=login&loginHint=ada@contoso.test&domainHint=contoso.test'
    const { searchParams } = new URL(String((await world.visit().open(asked)).headers.location))
    expect(searchParams.get('prompt')).toBe('login')
    expect(searchParams.get('login_hint')).toBe('ada@contoso.test')
    expect(searchParams.get('domain_hint')).toBe('contoso.test')
  })

  it('takes its addresses from the configuration, whatever the Host header says', async () => {
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const visitor = world.visit()
    const page = await visitor.open('/auth/login?returnTo=/users', forged)
    expect(page.headers.location).toBe(`${APP_ORIGIN}/auth/login?returnTo=/users`)
    expect(page.cookies).toEqual([])
    const started = await visitor.get('/auth/login', forged)
    const redirectUri = new URL(String(started.headers.location)).searchParams.get('redirect_uri')
    expect(redirectUri).toBe(`${APP_ORIGIN}/auth/callback`)
    const callback = await visitor.reachCallback('Ada Admin')
    const finished = await visitor.get(callback, forged)
    expect(finished.headers.location).toBe(`${APP_ORIGIN}/`)
  })

  it('leaves one small Lax, HttpOnly cookie that ends with the sign-in', async () => {
    const visitor = world.visit()
    const started = await visitor.open('/auth/login')
    expect(started.cookies).toHaveLength(1)
    expect(started.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(started.cookies[0]).toMatchObject({ maxAge: 600 })
    const line = String(started.headers['set-cookie'])
    expect(line.split(';')[0]?.length).toBeLessThan(80)
    await visitor.signIn('Ada Admin')
    const left = [...visitor.cookies.keys()].filter((name) => name.startsWith('vt-'))
    expect(left).toHaveLength(1)
  })
})

describe('a sign-in that is finished', () => {
  it('leads back to the page that was asked for, and into a session', async () => {
    const visitor = world.visit()
    const finished = await visitor.signIn('Ada Admin', '/users?search=an')
    expect(finished.statusCode).toBe(302)
    expect(finished.headers.location).toBe(`${APP_ORIGIN}/users?search=an`)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example'])(
    'never leads to another site: %s',
    async (returnTo) => {
      const finished = await world.visit().signIn('Ada Admin', returnTo)
      expect(finished.headers.location).toBe(`${APP_ORIGIN}/`)
    },
  )

  it('sets one session cookie: HttpOnly, Lax, for the whole origin, under 200 bytes', async () => {
    const finished = await world.visit().signIn('Ada Admin')
    const session = finished.cookies.find(({ name }) => name === 'vestibule-3000')
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(session).not.toHaveProperty('domain')
    expect(`${session?.name}=${session?.value}`.length).toBeLessThan(200)
  })

  it('gives a new session id each time, and the one before is dead', async () => {
    const visitor = await world.signIn('Ada Admin')
    const before = visitor.sessionCookie()
    await visitor.signIn('Ada Admin')
    expect(visitor.sessionCookie()).not.toBe(before)
    const copied = await world.visit().get('/api/me', { cookie: before })
    expect(copied.statusCode).toBe(401)
  })

  it('replaces the whole session when another person signs in', async () => {
    const visitor = await world.signIn('Ada Admin')
    const { emulator } = world
    emulator.reset()
    const other = world.visit()
    for (const [name, value] of visitor.cookies) other.cookies.set(name, value)
    await other.signIn('Max Member')
    expect((await other.get('/api/me')).json()).toMatchObject({
      displayName: 'Max Member',
      roles: [],
    })
  })
})

describe('an answer of the authority', () => {
  it('is accepted only in the browser that started the sign-in, and is not used up elsewhere', async () => {
    const [ada, mallory] = [world.visit(), world.visit()]
    const callback = await ada.reachCallback('Ada Admin')
    const before = tokenRequests()
    const stolen = await mallory.open(callback)
    expect(failureOf(stolen.headers.location)).toBe('sign_in_not_started_here')
    expect(mallory.sessionCookie()).toBe('')
    expect(tokenRequests()).toBe(before)
    expect((await ada.open(callback)).headers.location).toBe(`${APP_ORIGIN}/`)
  })

  it('works once: again it brings a signed-in person home and everybody else to a clear page', async () => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin', '/auth/login?returnTo=/claims')
    const jar = new Map(visitor.cookies)
    await visitor.open(callback)
    const before = tokenRequests()
    expect((await visitor.open(callback)).headers.location).toBe(`${APP_ORIGIN}/claims`)
    const again = world.visit()
    for (const [name, value] of jar) again.cookies.set(name, value)
    expect(failureOf((await again.open(callback)).headers.location)).toBe('sign_in_used')
    expect(tokenRequests()).toBe(before)
  })

  it('comes too late after ten minutes', async () => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    world.passTime(11)
    const late = await visitor.open(callback)
    world.passTime(-11)
    expect(failureOf(late.headers.location)).toBe('sign_in_expired')
    expect(visitor.sessionCookie()).toBe('')
  })

  it('may come for several tabs side by side, in any order', async () => {
    const visitor = world.visit()
    const callbacks: string[] = []
    for (const tab of ['/users', '/claims', '/']) {
      callbacks.push(await visitor.reachCallback('Ada Admin', `/auth/login?returnTo=${tab}`))
    }
    const arrived = []
    for (const callback of callbacks.reverse()) {
      arrived.push((await visitor.open(callback)).headers.location)
    }
    expect(arrived).toEqual(['/', '/claims', '/users'].map((path) => APP_ORIGIN + path))
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it.each([
    ['no parameters', () => ''],
    ['no state', () => '?code=abc'],
    ['an unknown state', () => '?code=abc&state=made-up'],
    ['two states', (url: URL) => `${url.search}&state=second`],
  ])('with %s asks the token endpoint nothing and makes no session', async (_case, toSearch) => {
    const visitor = world.visit()
    const url = new URL(await visitor.reachCallback('Ada Admin'), APP_ORIGIN)
    const before = tokenRequests()
    const reply = await visitor.open(`/auth/callback${toSearch(url)}`)
    expect(failureOf(reply.headers.location)).toBe('sign_in_not_started_here')
    expect(tokenRequests()).toBe(before)
    expect(visitor.sessionCookie()).toBe('')
  })

  it.each([
    ['two codes', (search: string) => `${search}&code=second`],
    ['no code', (search: string) => search.replace(/code=[^&]+/, '')],
    ['another issuer', (search: string) => `${search}&iss=https://evil.example`],
  ])('with %s is refused before the token endpoint', async (_case, change) => {
    const visitor = world.visit()
    const url = new URL(await visitor.reachCallback('Ada Admin'), APP_ORIGIN)
    const before = tokenRequests()
    const reply = await visitor.open(`/auth/callback${change(url.search)}`)
    expect(failureOf(reply.headers.location)).toBe('sign_in_failed')
    expect(tokenRequests()).toBe(before)
    expect(visitor.sessionCookie()).toBe('')
  })

  it('with a made-up code ends in a clear page', async () => {
    const visitor = world.visit()
    const url = new URL(await visitor.reachCallback('Ada Admin'), APP_ORIGIN)
    url.searchParams.set('code', 'made-up')
    const reply = await visitor.open(`/auth/callback${url.search}`)
    expect(failureOf(reply.headers.location)).toBe('sign_in_failed')
    expect(visitor.sessionCookie()).toBe('')
  })

  it('that says no is told as such, and nothing it says is repeated', async () => {
    const visitor = world.visit()
    const url = new URL(
      await visitor.reachCallback('Ada Admin', '/auth/login?returnTo=/users'),
      APP_ORIGIN,
    )
    const refusal = new URLSearchParams({
      state: String(url.searchParams.get('state')),
      error: 'access_denied',
      error_description: '<img src=x onerror=alert(1)>',
    })
    const reply = await visitor.open(`/auth/callback?${refusal}`)
    expect(failureOf(reply.headers.location)).toBe('access_denied')
    expect(reply.headers.location).not.toContain('img')
    expect(reply.headers.location).toContain('returnTo=%2Fusers')
  })
})

describe('when the authority is in trouble', () => {
  it.each([
    ['answers 503', 'status'],
    ['answers a page', 'html'],
    ['cuts the line', 'reset'],
    ['answers half', 'truncate'],
  ] as const)('a sign-in whose token endpoint %s ends in a clear page', async (_case, kind) => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    world.emulator.addFault({ match: 'token', kind })
    const reply = await visitor.open(callback)
    expect(failureOf(reply.headers.location)).toBe('upstream_unavailable')
    expect(visitor.sessionCookie()).toBe('')
  })

  it('a sign-in goes on without what Graph would have added', async () => {
    world.emulator.addFault({ match: 'me', kind: 'status', status: 500 })
    const visitor = await world.signIn('Tom Teacher')
    const me = (await visitor.get('/api/me')).json()
    expect(me).toMatchObject({ displayName: 'Tom Teacher', kind: 'entra' })
    expect(me.entra.userPrincipalName).toBe('tom@contoso.test')
  })
})

it('an authority that cannot be reached, or names another issuer, starts no sign-in', async () => {
  await using unreachable = await startWorld({
    users: 0,
    env: { ENTRA_AUTHORITY: 'http://127.0.0.1:9/c0a70500-7e57-4000-8000-00000000c0de' },
  })
  const reply = await unreachable.visit().open('/auth/login?returnTo=/users')
  expect(failureOf(reply.headers.location)).toBe('upstream_unavailable')
  expect(reply.cookies).toEqual([])

  await using unknown = await startWorld({
    users: 0,
    env: { ENTRA_AUTHORITY: `${world.emulator.url}/00000000-0000-4000-8000-000000000000` },
  })
  const refused = await unknown.visit().open('/auth/login')
  expect(failureOf(refused.headers.location)).toBe('upstream_unavailable')
})

it('a tenant named by its domain is found, and its issuer still carries its id', async () => {
  await using byDomain = await startWorld({
    users: 0,
    env: { ENTRA_AUTHORITY: `${world.emulator.url}/contoso.test` },
  })
  // The tenant of this world's own emulator is another process's: only the metadata is asked here.
  const started = await byDomain.visit().open('/auth/login')
  const { pathname } = new URL(String(started.headers.location))
  expect(pathname).toBe('/c0a70500-7e57-4000-8000-00000000c0de/oauth2/v2.0/authorize')
})
