import { randomBytes } from 'node:crypto'
import { buildApp } from '@vestibule/bff'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  OTHER_PASSWORD,
  PASSWORD,
  register,
  signInLocally,
  toApplicant,
} from '../helpers/local-accounts.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

/** Of PASSWORD, with parameters that were once enough. */
const WEAK_HASH =
  '$argon2id$v=19$m=1024,t=1,p=1$qy88aCJXPgzNafaoUS2iRg$T5DTQF3rJR6pznLW0YUKLPar7zt+HgnS8QO/NnUuw2M'
const DAY = 24 * 60

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())

const apply = (applicant: object, visitor = world.visit()) =>
  visitor.post('/auth/local/register', applicant)
const isSignedIn = async (visitor: Visitor) => (await visitor.get('/api/me')).statusCode === 200
/** Whether a cookie that was copied before still opens something. */
const opens = async (cookie: string) =>
  (await world.visit().get('/api/me', { cookie })).statusCode === 200
const sessionCookieOf = (reply: { cookies: { name: string; expires?: Date }[] }) =>
  reply.cookies.find(({ name }) => name === 'vestibule-3000')

const countPeople = async () =>
  (await world.context.store.db.selectFrom('people').select('id').execute()).length
const readHash = async (email: string) =>
  (
    await world.context.store.db
      .selectFrom('local_accounts')
      .select('password_hash')
      .where('email_key', '=', email)
      .executeTakeFirstOrThrow()
  ).password_hash

describe('registering', () => {
  it('makes an account, signs in, and answers 201 with what GET /api/me answers', async () => {
    const visitor = world.visit()
    const applicant = toApplicant('Anna@Example.test', { accentColor: 'green' })
    const reply = await apply(applicant, visitor)
    expect(reply.statusCode).toBe(201)
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.json()).toMatchObject({
      kind: 'local',
      displayName: 'Anna Local',
      email: 'Anna@Example.test',
      roles: [],
      entra: null,
      local: { email: 'Anna@Example.test' },
      preferences: { accentColor: 'green', theme: 'system', locale: null },
      linkOffer: null,
      session: { door: 'local' },
    })
    expect((await visitor.get('/api/me')).json()).toEqual(reply.json())
    expect(reply.body).not.toContain('argon2')
  })

  it('an address that has an account answers 409 with the field, however it is spelled', async () => {
    const { me } = await register(world, 'Taken@Example.test')
    for (const email of [
      'taken@example.test',
      'TAKEN@EXAMPLE.TEST',
      ' taken@example.test ',
      'taken＠example.test',
      'ｔａｋｅｎ@example.test',
    ]) {
      const visitor = world.visit()
      const reply = await apply(toApplicant(email, { password: OTHER_PASSWORD }), visitor)
      expect(reply.statusCode).toBe(409)
      expect(reply.json()).toMatchObject({ code: 'conflict', errors: [{ path: '/email' }] })
      expect(reply.cookies).toEqual([])
      const signedIn = await signInLocally(visitor, email)
      expect(signedIn.json().id).toBe(me.id)
    }
  })

  it('of many at once with one address makes one account', async () => {
    const before = await countPeople()
    const replies = await Promise.all(
      ['race@example.test', 'RACE@example.test', 'race＠example.test'].flatMap((email) =>
        [1, 2].map(() => apply(toApplicant(email))),
      ),
    )
    expect(replies.map(({ statusCode }) => statusCode).sort()).toEqual([
      201, 409, 409, 409, 409, 409,
    ])
    expect(await countPeople()).toBe(before + 1)
  })

  it.each([
    ['two at signs', 'anna@evil.test@example.test'],
    ['a wide at sign as the second one', 'anna＠evil.test@example.test'],
    ['no at sign', 'anna.example.test'],
    ['a host without a domain', 'anna@localhost'],
    ['a line break', 'anna@example.test\r\nbcc: eve@example.test'],
  ])('refuses an address with %s, and names the field', async (_what, email) => {
    const before = await countPeople()
    const reply = await apply(toApplicant(email))
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: '/email' }] })
    expect(await countPeople()).toBe(before)
  })

  it.each([
    ['14 characters', 'x'.repeat(14)],
    ['14 emoji', '🦊'.repeat(14)],
    ['one that attackers try first', '1qaz2wsx3edc4rfv'],
    ['the address itself', 'refused@example.test'],
  ])('refuses a password of %s, and names the field', async (_what, password) => {
    const before = await countPeople()
    const reply = await apply(toApplicant('refused@example.test', { password }))
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: '/password' }] })
    expect(await countPeople()).toBe(before)
  })

  it.each([
    ['15 characters', 'q'.repeat(15)],
    ['64 characters', 'r'.repeat(64)],
    ['200 characters', 's'.repeat(200)],
    ['emoji', '🦊🦉🐢🐙🦋🐝🐞🦔🐿🦥🦦🐳🐬🦭🐧'],
    ['spaces', 'words  with \t spaces '],
  ])('takes a password of %s, and no other opens the account', async (what, password) => {
    const email = `${what.replace(' ', '-')}@example.test`
    await register(world, email, password)
    expect((await signInLocally(world.visit(), email, { password })).statusCode).toBe(200)
    const trimmed = password.trim() === password ? password.slice(0, -1) : password.trim()
    for (const wrong of [`${password}.`, trimmed]) {
      const reply = await signInLocally(world.visit(), email, { password: wrong })
      expect(reply.statusCode).toBe(401)
    }
  })

  it('a password counts to its last character, beyond the 72nd too', async () => {
    await register(world, 'long@example.test', `${'x'.repeat(72)}a`)
    const enter = (password: string) =>
      signInLocally(world.visit(), 'long@example.test', { password })
    expect((await enter(`${'x'.repeat(72)}b`)).statusCode).toBe(401)
    expect((await enter(`${'x'.repeat(72)}a`)).statusCode).toBe(200)
  })

  it.each([
    ['role', 'Admin'],
    ['roles', ['Admin']],
    ['kind', 'linked'],
    ['personId', 'x'],
    ['tenantId', 'x'],
    ['passwordHash', 'x'],
    ['verifiedAt', '2026-01-01T00:00:00Z'],
  ])('refuses a member that is not its: %s', async (name, value) => {
    const before = await countPeople()
    const reply = await apply(toApplicant('more@example.test', { [name]: value }))
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ errors: [{ path: name }] })
    expect(await countPeople()).toBe(before)
  })

  it.each([
    { email: ['anna@example.test'] },
    { email: { $ne: '' } },
    { password: 1_234_567_890_123_456 },
    { password: null },
    { displayName: ' ' },
    { accentColor: 'red" onload="' },
  ])('refuses what is of another kind: %j', async (member) => {
    const before = await countPeople()
    const reply = await apply({ ...toApplicant('odd@example.test'), ...member })
    expect(reply.statusCode).toBe(400)
    expect(await countPeople()).toBe(before)
  })

  it('is answered 403 where nobody may register, whatever is sent', async () => {
    await using closed = await startWorld({ users: 0, env: { REGISTRATION: 'off' } })
    for (const password of [PASSWORD, 'short']) {
      const reply = await closed
        .visit()
        .post('/auth/local/register', toApplicant('anna@example.test', { password }))
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'forbidden' })
      expect(reply.cookies).toEqual([])
    }
    expect(await closed.context.store.db.selectFrom('people').select('id').execute()).toEqual([])
  })
})

describe('a password', () => {
  it('is kept as argon2id with 19 MiB, two passes and one lane', async () => {
    await register(world, 'hash@example.test')
    expect(await readHash('hash@example.test')).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/,
    )
  })

  it('that was kept weaker is kept anew when it is given right, and not before', async () => {
    const email = 'weak@example.test'
    await register(world, email)
    await world.context.store.db
      .updateTable('local_accounts')
      .set({ password_hash: WEAK_HASH })
      .where('email_key', '=', email)
      .execute()
    await signInLocally(world.visit(), email, { password: OTHER_PASSWORD })
    expect(await readHash(email)).toBe(WEAK_HASH)
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(200)
    const upgraded = await readHash(email)
    expect(upgraded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(200)
    expect(await readHash(email)).toBe(upgraded)
  })

  it.each(['register', 'login', 'verify', 'reset', 'forgot'])(
    'of a megabyte is refused by /auth/local/%s before anything is counted or hashed',
    async (path) => {
      const { db } = world.context.store
      const readAttempts = () => db.selectFrom('attempts').selectAll().orderBy('key_hash').execute()
      const before = await readAttempts()
      for (const [size, status] of [
        [1_000_000, 413],
        [1001, 400],
      ] as const) {
        const reply = await world.visit().post(`/auth/local/${path}`, {
          email: 'huge@example.test',
          token: 'x',
          displayName: 'x',
          password: 'x'.repeat(size),
          newPassword: 'x'.repeat(size),
        })
        expect(reply.statusCode).toBe(status)
      }
      expect(await readAttempts()).toEqual(before)
    },
  )
})

describe('signing in', () => {
  it('is one account under all spellings of its address', async () => {
    const { me } = await register(world, 'Spelled@Example.test')
    for (const email of [
      'spelled@example.test',
      'SPELLED@EXAMPLE.TEST',
      ' ｓpelled＠example.test',
    ]) {
      const reply = await signInLocally(world.visit(), email)
      expect(reply.statusCode).toBe(200)
      expect(reply.json()).toMatchObject({ id: me.id, local: { email: 'Spelled@Example.test' } })
    }
  })

  it('gives the session another id, and the old one opens nothing', async () => {
    const { visitor } = await register(world, 'fresh@example.test')
    const old = visitor.sessionCookie()
    await signInLocally(visitor, 'fresh@example.test')
    expect(visitor.sessionCookie()).not.toBe(old)
    expect(await isSignedIn(visitor)).toBe(true)
    expect(await opens(old)).toBe(false)
  })

  it('takes the place of a Microsoft session of the browser, of which nothing stays', async () => {
    const { me } = await register(world, 'place@example.test')
    const visitor = await world.signIn('Ada Admin')
    const old = visitor.sessionCookie()
    const reply = await signInLocally(visitor, 'place@example.test')
    expect(reply.json()).toMatchObject({ id: me.id, kind: 'local', entra: null, roles: [] })
    expect(await opens(old)).toBe(false)
    expect((await visitor.get('/api/users')).statusCode).toBe(403)
  })

  it('wrong changes nothing for who is signed in', async () => {
    const { visitor, me } = await register(world, 'stays@example.test')
    const reply = await signInLocally(visitor, 'stays@example.test', { password: OTHER_PASSWORD })
    expect(reply.statusCode).toBe(401)
    expect(reply.cookies).toEqual([])
    expect((await visitor.get('/api/me')).json().id).toBe(me.id)
  })

  it('refuses a member that is not its', async () => {
    await register(world, 'members@example.test')
    const reply = await world
      .visit()
      .post('/auth/local/login', { email: 'members@example.test', password: PASSWORD, role: 'x' })
    expect(reply.statusCode).toBe(400)
    expect(reply.cookies).toEqual([])
  })

  it.each(['register', 'login', 'verify', 'forgot', 'reset', 'password'])(
    'a page of another site cannot call /auth/local/%s',
    async (path) => {
      const { visitor } = await register(world, `csrf-${path}@example.test`)
      const body = { email: `csrf-${path}@example.test`, password: PASSWORD }
      for (const headers of [
        { 'sec-fetch-site': 'same-origin' },
        { 'x-csrf': '1' },
        { 'x-csrf': '1', 'sec-fetch-site': 'cross-site' },
        { 'x-csrf': '1', 'sec-fetch-site': 'same-site' },
        { 'x-csrf': '1', origin: 'https://evil.example' },
      ]) {
        const reply = await visitor.post(`/auth/local/${path}`, body, headers)
        expect(reply.statusCode).toBe(403)
        expect(reply.json()).toMatchObject({ code: 'csrf' })
        expect(reply.cookies).toEqual([])
      }
    },
  )
})

describe('a remembered sign-in', () => {
  const remembered = async (where: World, email: string) => {
    const { visitor } = await register(where, email)
    return { visitor, reply: await signInLocally(visitor, email, { rememberMe: true }) }
  }

  it('has a cookie that lasts 30 days; any other one’s ends with the browser', async () => {
    const { reply } = await remembered(world, 'remembered@example.test')
    const { expires } = sessionCookieOf(reply) ?? {}
    const days = (Number(expires) - Date.now()) / (DAY * 60_000)
    expect(days).toBeGreaterThan(29.99)
    expect(days).toBeLessThan(30.01)
    for (const rememberMe of [false, undefined]) {
      const wish = rememberMe === undefined ? {} : { rememberMe }
      const other = await signInLocally(world.visit(), 'remembered@example.test', wish)
      const cookie = sessionCookieOf(other)
      expect(cookie).toBeDefined()
      expect(cookie).not.toHaveProperty('expires')
      expect(cookie).not.toHaveProperty('maxAge')
    }
  })

  it('outlives being unused, which another one does not', async () => {
    const { visitor } = await remembered(world, 'unused@example.test')
    const other = world.visit()
    await signInLocally(other, 'unused@example.test')
    world.passTime(20 * DAY)
    const [me, ended] = [await visitor.get('/api/me'), await other.get('/api/me')]
    world.passTime(-20 * DAY)
    expect(me.statusCode).toBe(200)
    expect(me.json().session.idleExpiresAt).toBe(me.json().session.expiresAt)
    expect(ended.statusCode).toBe(401)
  })

  it('ends after SESSION_REMEMBER_DAYS, however much it is used', async () => {
    await using short = await startWorld({ users: 0, env: { SESSION_REMEMBER_DAYS: '2' } })
    const { visitor } = await remembered(short, 'short@example.test')
    const statuses: number[] = []
    for (const minutes of [DAY, DAY - 1, 2]) {
      short.passTime(minutes)
      statuses.push((await visitor.get('/api/me')).statusCode)
    }
    expect(statuses).toEqual([200, 200, 401])
  })

  it('stays remembered when its cookie is signed anew', async () => {
    const [older, newer] = [1, 2].map(() => randomBytes(32).toString('base64url')) as [
      string,
      string,
    ]
    await using before = await startWorld({ users: 0, env: { SESSION_SECRETS: older } })
    const { visitor, reply } = await remembered(before, 'rotated@example.test')
    const rotated = await buildApp({
      ...before.context,
      secrets: { sessionSecrets: [newer, older] },
    })
    const ask = (cookie: string) => rotated.inject({ url: '/api/me', headers: { cookie } })
    const renewed = sessionCookieOf(await ask(visitor.sessionCookie()))
    expect(renewed?.expires).toEqual(sessionCookieOf(reply)?.expires)
    await signInLocally(visitor, 'rotated@example.test')
    expect(sessionCookieOf(await ask(visitor.sessionCookie()))).not.toHaveProperty('expires')
    await rotated.close()
  })
})

describe('changing the password', () => {
  const change = (visitor: Visitor, currentPassword = PASSWORD, newPassword = OTHER_PASSWORD) =>
    visitor.post('/auth/local/password', { currentPassword, newPassword })

  it('with a wrong one is answered 403, and nothing is changed', async () => {
    const email = 'mistaken@example.test'
    const { visitor } = await register(world, email)
    const other = world.visit()
    await signInLocally(other, email)
    const cookie = visitor.sessionCookie()
    const reply = await change(visitor, 'not my old password')
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'forbidden' })
    expect(visitor.sessionCookie()).toBe(cookie)
    expect(await isSignedIn(other)).toBe(true)
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(200)
  })

  it('ends all other sessions, and the own one goes on under another id', async () => {
    const email = 'changed@example.test'
    const { visitor, me } = await register(world, email)
    const others = [world.visit(), world.visit()]
    for (const other of others) await signInLocally(other, email, { rememberMe: true })
    const old = visitor.sessionCookie()
    const reply = await change(visitor)
    expect(reply.statusCode).toBe(200)
    expect(reply.json().id).toBe(me.id)
    expect(await Promise.all(others.map(isSignedIn))).toEqual([false, false])
    expect(visitor.sessionCookie()).not.toBe(old)
    expect(await opens(old)).toBe(false)
    expect(await isSignedIn(visitor)).toBe(true)
    expect((await visitor.get('/api/sessions')).json().items).toHaveLength(1)
    expect((await signInLocally(world.visit(), email)).statusCode).toBe(401)
    const again = await signInLocally(world.visit(), email, { password: OTHER_PASSWORD })
    expect(again.json().id).toBe(me.id)
  })

  it('leaves a remembered session remembered', async () => {
    const email = 'kept@example.test'
    const { visitor } = await register(world, email)
    await signInLocally(visitor, email, { rememberMe: true })
    const days = (Number(sessionCookieOf(await change(visitor))?.expires) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(30)
  })

  it.each([
    ['14 characters', 'x'.repeat(14)],
    ['one that attackers try first', '1qaz2wsx3edc4rfv'],
    ['the address itself', 'rules@example.test'],
  ])('to %s is refused', async (what, newPassword) => {
    const { visitor } = await register(world, `${what.length}.rules@example.test`)
    const own = newPassword.includes('@') ? `${what.length}.${newPassword}` : newPassword
    const reply = await change(visitor, PASSWORD, own)
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors).toHaveLength(1)
    expect(await isSignedIn(visitor)).toBe(true)
  })

  it('twice at once happens once', async () => {
    const email = 'twice@example.test'
    const { visitor } = await register(world, email)
    const cookie = visitor.sessionCookie()
    const passwords = ['the first of the two', 'the second of the two']
    const statuses = await Promise.all(
      passwords.map(async (newPassword) => {
        const browser = world.visit()
        browser.cookies.set(...(cookie.split('=') as [string, string]))
        return (await change(browser, PASSWORD, newPassword)).statusCode
      }),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const winner = passwords[statuses.indexOf(200)] as string
    const loser = passwords[1 - statuses.indexOf(200)] as string
    const enter = (password: string) => signInLocally(world.visit(), email, { password })
    expect((await enter(winner)).statusCode).toBe(200)
    expect((await enter(loser)).statusCode).toBe(401)
  })

  it('is not for who has none, and not for nobody', async () => {
    const tom = await world.signIn('Tom Teacher')
    expect((await change(tom)).json()).toMatchObject({ code: 'forbidden' })
    expect((await change(world.visit())).statusCode).toBe(401)
  })
})

it('signing out of a session that came by password leads to our own page, not to Microsoft’s', async () => {
  const { visitor } = await register(world, 'leaving@example.test')
  const { logoutUrl } = (await visitor.post('/auth/logout')).json()
  expect(logoutUrl).toBe('http://localhost:3000/sign-in')
  expect(await isSignedIn(visitor)).toBe(false)
})
