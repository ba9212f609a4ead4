import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

const tokenRequests = () =>
  world.emulator.requests().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length

const countRows = async (table: 'sessions' | 'sign_in_transactions') =>
  (await world.context.store.db.selectFrom(table).selectAll().execute()).length

/** What the browser sends along with every request to us. */
const cookieBytes = ({ cookies }: Visitor) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ').length

/** The sign-in page's error code; null where the person came home. */
function errorOf(location: unknown): string | null {
  const url = new URL(String(location))
  expect(url.origin).toBe(APP_ORIGIN)
  return url.searchParams.get('error')
}

/** A browser with the same cookies, which goes its own way from here. */
function copyOf(visitor: Visitor): Visitor {
  const copy = world.visit()
  for (const [name, value] of visitor.cookies) copy.cookies.set(name, value)
  return copy
}

const shuffle = <T>(values: T[]): T[] =>
  values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value)

describe('twenty tabs of one browser', () => {
  it('all sign in, in whatever order they are finished, each to its own page', async () => {
    const visitor = world.visit()
    const tabs = Array.from({ length: 20 }, (_, index) => `/users?search=tab${index}`)
    const callbacks: { tab: string; callback: string }[] = []
    for (const tab of tabs) {
      const login = `/auth/login?${new URLSearchParams({ returnTo: tab })}`
      callbacks.push({ tab, callback: await visitor.reachCallback('Ada Admin', login) })
    }
    for (const { tab, callback } of shuffle(callbacks)) {
      const { headers } = await visitor.open(callback)
      expect(headers.location).toBe(APP_ORIGIN + tab)
    }
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    // The browser's own beside the session's, and none of the tabs'.
    expect([...visitor.cookies.keys()].toSorted()).toEqual(['vd-3000', 'vestibule-3000'])
  })

  it.each([
    ['http', {}],
    ['https', { APP_ORIGIN: 'https://localhost:3443', TRUST_PROXY: '127.0.0.1' }],
  ])('never make the browser send a kilobyte of cookies over %s', async (_scheme, env) => {
    await using other = await startWorld({ users: 0, env })
    const visitor = other.visit()
    const sizes: number[] = []
    await visitor.signIn('Ada Admin')
    for (let tab = 0; tab < 20; tab += 1) {
      await visitor.open('/auth/login')
      sizes.push(cookieBytes(visitor))
    }
    expect(visitor.sessionCookie()).not.toBe('')
    // The session's, the browser's own, and one a tab.
    expect(visitor.cookies.size).toBe(22)
    expect(Math.max(...sizes)).toBeLessThan(1024)
  })
})

describe('fifty sign-ins that are started and abandoned', () => {
  it('leave less than 4 kB of cookies, and the next one works', async () => {
    const visitor = world.visit()
    for (let tab = 0; tab < 50; tab += 1) await visitor.open('/auth/login')
    expect(cookieBytes(visitor)).toBeLessThan(4096)
    expect((await visitor.signIn('Ada Admin')).headers.location).toBe(`${APP_ORIGIN}/`)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })

  it('store one small row each, with an end of its own', async () => {
    const before = await countRows('sign_in_transactions')
    const visitor = world.visit()
    for (let tab = 0; tab < 50; tab += 1) await visitor.open('/auth/login')
    const rows = await world.context.store.db
      .selectFrom('sign_in_transactions')
      .selectAll()
      .execute()
    expect(rows).toHaveLength(before + 50)
    for (const row of rows) {
      expect(JSON.stringify(row).length).toBeLessThan(1024)
      expect(Date.parse(row.expires_at) - Date.parse(row.started_at)).toBe(10 * 60_000)
    }
  })
})

describe('an answer', () => {
  it('that comes twenty times at once makes one session and spends its code once', async () => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    const sessions = await countRows('sessions')
    const spent = tokenRequests()
    const attempts = Array.from({ length: 20 }, () => copyOf(visitor))
    const replies = await Promise.all(attempts.map((attempt) => attempt.open(callback)))
    const errors = replies.map(({ headers }) => errorOf(headers.location))
    expect(errors.filter((error) => error === null)).toHaveLength(1)
    expect(errors.filter((error) => error === 'sign_in_used')).toHaveLength(19)
    expect(attempts.filter((attempt) => attempt.sessionCookie() !== '')).toHaveLength(1)
    expect(await countRows('sessions')).toBe(sessions + 1)
    expect(tokenRequests()).toBe(spent + 1)
  })

  it('whose code was spent by another tab’s answer signs nobody in', async () => {
    const visitor = world.visit()
    const [first, second] = [
      new URL(await visitor.reachCallback('Ada Admin'), APP_ORIGIN),
      new URL(await visitor.reachCallback('Ada Admin'), APP_ORIGIN),
    ]
    const mixed = new URLSearchParams(second.search)
    mixed.set('code', String(first.searchParams.get('code')))
    const reply = await visitor.open(`/auth/callback?${mixed}`)
    // The code is bound to the other tab's verifier and nonce.
    expect(errorOf(reply.headers.location)).toBe('sign_in_failed')
    expect(visitor.sessionCookie()).toBe('')
  })

  const misplaced: [string, string, (visitor: Visitor, callback: string) => Promise<Visitor>][] = [
    ['without a sign-in', 'sign_in_not_started_here', async () => world.visit()],
    [
      'in a browser that has lost its cookies',
      'sign_in_not_started_here',
      async (visitor) => {
        visitor.cookies.clear()
        return visitor
      },
    ],
    [
      'in a browser with a sign-in of its own',
      'sign_in_not_started_here',
      async () => {
        const other = world.visit()
        await other.reachCallback('Max Member')
        return other
      },
    ],
    [
      'in a browser that took over the name of the cookie alone',
      'sign_in_not_started_here',
      async (visitor) => {
        const other = world.visit()
        for (const name of visitor.cookies.keys()) other.cookies.set(name, 'made-up')
        return other
      },
    ],
    [
      'in the right browser a second time',
      'sign_in_used',
      async (visitor, callback) => {
        const again = copyOf(visitor)
        await visitor.open(callback)
        return again
      },
    ],
  ]
  it.each(misplaced)('%s is refused as %s and asks nobody', async (_case, error, toBrowser) => {
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    const browser = await toBrowser(visitor, callback)
    const sessions = await countRows('sessions')
    const spent = tokenRequests()
    const { headers } = await browser.open(callback)
    expect(errorOf(headers.location)).toBe(error)
    expect(browser.sessionCookie()).toBe('')
    expect(await countRows('sessions')).toBe(sessions)
    expect(tokenRequests()).toBe(spent)
  })
})
