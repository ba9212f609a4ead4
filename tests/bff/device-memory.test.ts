import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dumpDatabase, register, signInLocally } from '../helpers/local-accounts.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

const NAME = 'vd-3000'
const MINUTES_OF_90_DAYS = 90 * 24 * 60

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

/** What the authority is asked for when somebody presses “Sign in with Microsoft”. */
async function readWish(visitor: Visitor, query = '') {
  const { location } = (await visitor.open(`/auth/login${query}`)).headers
  const asked = new URL(String(location)).searchParams
  return { prompt: asked.get('prompt'), loginHint: asked.get('login_hint') }
}

/** Somebody who was signed in with this browser before. */
async function leave(visitor: Visitor): Promise<Visitor> {
  await visitor.post('/auth/logout')
  return visitor
}

describe('signing in with Microsoft', () => {
  it('asks a newcomer which account they mean', async () => {
    expect(await readWish(world.visit())).toEqual({ prompt: 'select_account', loginHint: null })
  })

  it('proposes the last Microsoft account to who comes back', async () => {
    const visitor = await leave(await world.signIn('Tom Teacher'))
    expect(await readWish(visitor)).toEqual({ prompt: null, loginHint: 'tom@contoso.test' })
    const other = '/auth/login?prompt=select_account'
    await visitor.open(await visitor.reachCallback('Ada Admin', other))
    await leave(visitor)
    expect((await readWish(visitor)).loginHint).toBe('ada@contoso.test')
  })

  it('asks who comes back when they want to be asked', async () => {
    const visitor = await leave(await world.signIn('Tom Teacher'))
    expect(await readWish(visitor, '?prompt=select_account')).toEqual({
      prompt: 'select_account',
      loginHint: null,
    })
  })

  it('takes the account that the request names before the one it knows', async () => {
    const visitor = await leave(await world.signIn('Tom Teacher'))
    expect((await readWish(visitor, '?loginHint=ada@contoso.test')).loginHint).toBe(
      'ada@contoso.test',
    )
  })

  it('proposes nobody once somebody has signed in with a password', async () => {
    const visitor = await leave(await world.signIn('Tom Teacher'))
    await register(world, 'anna@example.test')
    await signInLocally(visitor, 'anna@example.test')
    const asked = { prompt: 'select_account', loginHint: null }
    expect(await readWish(visitor)).toEqual(asked)
    expect(await readWish(await leave(visitor))).toEqual(asked)
  })
})

describe('the cookie that makes a browser known again', () => {
  it('lasts 90 days from the last sign-in, opens nothing and is out of a script’s reach', async () => {
    const visitor = world.visit()
    const reply = await visitor.open(await visitor.reachCallback('Tom Teacher'))
    const cookie = reply.cookies.find(({ name }) => name === NAME)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 7_776_000 })
    expect(cookie?.value).toMatch(/^[\w-]{22}$/)
    const stranger = world.visit()
    stranger.cookies.set(NAME, String(cookie?.value))
    expect((await stranger.get('/api/me')).statusCode).toBe(401)
    world.passTime(MINUTES_OF_90_DAYS + 1)
    const forgotten = await readWish(stranger)
    world.passTime(-MINUTES_OF_90_DAYS - 1)
    expect(forgotten.loginHint).toBeNull()
    expect((await readWish(stranger)).loginHint).toBe('tom@contoso.test')
  })

  it('comes with a sign-in alone, and stands hashed in the database', async () => {
    const newcomer = world.visit()
    await newcomer.open('/auth/login')
    await signInLocally(newcomer, 'nobody@example.test')
    expect(newcomer.cookies.has(NAME)).toBe(false)
    const visitor = await world.signIn('Tom Teacher')
    expect(await dumpDatabase(world)).not.toContain(visitor.cookies.get(NAME))
  })

  it.each(['', 'x', 'x'.repeat(22), `${'x'.repeat(21)}%`, 'x'.repeat(4000)])(
    'made up is a newcomer’s: %#',
    async (value) => {
      const visitor = world.visit()
      visitor.cookies.set(NAME, value)
      expect(await readWish(visitor)).toEqual({ prompt: 'select_account', loginHint: null })
    },
  )
})
