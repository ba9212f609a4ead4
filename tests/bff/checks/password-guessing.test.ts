import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  cameFrom,
  guess,
  lock,
  OTHER_PASSWORD,
  PASSWORD,
  register as registerIn,
  signInLocally,
} from '../../helpers/local-accounts.ts'
import { SAME_ORIGIN, type Visitor } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

/** Behind a proxy that says where requests come from. */
let world: World
/** Reached directly: what a request says of where it comes from is anybody's word. */
let direct: World
beforeAll(async () => {
  world = await startWorld({ users: 0, env: { TRUST_PROXY: 'loopback' } })
  direct = await startWorld({ users: 0 })
})
afterAll(async () => {
  await direct?.[Symbol.asyncDispose]()
  await world?.[Symbol.asyncDispose]()
})
beforeEach(async () => {
  for (const { context } of [world, direct]) {
    await context.store.db.deleteFrom('attempts').execute()
  }
})

const register = (email: string) => registerIn(world, email)
const enter = (
  email: string,
  {
    visitor = world.visit(),
    password = PASSWORD,
    headers = SAME_ORIGIN as Record<string, string>,
  } = {},
) => visitor.post('/auth/local/login', { email, password }, headers)
const statusOf = async (reply: ReturnType<typeof enter>) => (await reply).statusCode

/** What an answer shows, but for what every answer has of its own. */
const toLooks = (reply: Awaited<ReturnType<typeof enter>>) => ({
  status: reply.statusCode,
  body: { ...reply.json(), requestId: '' },
  headers: Object.keys(reply.headers).sort(),
})

describe('whoever guesses a password', () => {
  it('cannot tell an unknown address, a wrong password, a locked account and one without a password apart', async () => {
    await register('known@example.test')
    await register('locked@example.test')
    await lock(world, 'locked@example.test')
    await world.signIn('Tom Teacher')
    const replies = [
      await enter('known@example.test', { password: OTHER_PASSWORD }),
      await enter('unknown@example.test'),
      await enter('not even an address'),
      await enter('locked@example.test'),
      await enter('locked@example.test', { password: OTHER_PASSWORD }),
      await enter('tom@contoso.test'),
    ]
    const [first, ...others] = replies.map(toLooks)
    expect(first).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    for (const other of others) expect(other).toEqual(first)
  })

  it('has ten tries at an account; the eleventh is refused though it is right', async () => {
    await register('ten@example.test')
    expect(await guess(world.visit(), 'ten@example.test', 9)).toEqual(Array(9).fill(401))
    expect(await statusOf(enter('ten@example.test'))).toBe(200)
    await guess(world.visit(), 'ten@example.test', 10)
    expect(await statusOf(enter('ten@example.test'))).toBe(401)
  })

  it('has no more when fifty come at once, the right one last', async () => {
    const email = 'fifty@example.test'
    await register(email)
    const guesses = [...Array.from({ length: 49 }, (_, at) => `wrong guess ${at}`), PASSWORD]
    const replies = await Promise.all(guesses.map((password) => enter(email, { password })))
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(50).fill(401))
    const { db } = world.context.store
    const counts = await db.selectFrom('attempts').select('count').where('count', '>', 1).execute()
    // Each was counted: once for the account, once for the network.
    expect(counts).toEqual([{ count: 50 }, { count: 50 }])
  })

  it('has no more from other networks, and none for the spellings of the address', async () => {
    await register('spread@example.test')
    const spellings = ['spread@example.test', 'SPREAD@example.test', 'spread＠example.test']
    for (let at = 0; at < 10; at += 1) {
      const headers = cameFrom(`203.0.113.${at}`)
      await enter(spellings[at % 3] as string, { password: OTHER_PASSWORD, headers })
    }
    const headers = cameFrom('198.51.100.1')
    expect(await statusOf(enter('spread@example.test', { headers }))).toBe(401)
  })

  it('has no more with a device cookie that is made up or of another account', async () => {
    await register('device@example.test')
    const { visitor: eve } = await register('eve@example.test')
    await lock(world, 'device@example.test')
    for (let at = 0; at < 3; at += 1) {
      const visitor = world.visit()
      visitor.cookies.set('vd-3000', randomBytes(16).toString('base64url'))
      expect(await statusOf(enter('device@example.test', { visitor }))).toBe(401)
    }
    expect(await statusOf(enter('device@example.test', { visitor: eve }))).toBe(401)
  })

  it('has as many tries at an address that has no account', async () => {
    await guess(world.visit(), 'later@example.test', 10)
    await register('later@example.test')
    expect(await statusOf(enter('later@example.test'))).toBe(401)
  })

  it('has none at the current password of a session they found open', async () => {
    const { visitor } = await register('open@example.test')
    const change = (currentPassword: string) =>
      visitor.post('/auth/local/password', { currentPassword, newPassword: OTHER_PASSWORD })
    const guesses = Array.from({ length: 10 }, (_, at) => change(`wrong guess ${at}`))
    for (const reply of await Promise.all(guesses)) expect(reply.statusCode).toBe(403)
    expect((await change(PASSWORD)).statusCode).toBe(403)
  })
})

describe('a network', () => {
  it('has a hundred wrong guesses; then it is answered 429 with Retry-After, whatever it forges', async () => {
    const forged = (at: number) => ({
      ...SAME_ORIGIN,
      'x-forwarded-for': `203.0.113.${at}`,
      forwarded: `for=203.0.113.${at}`,
      'x-real-ip': `203.0.113.${at}`,
      'true-client-ip': `203.0.113.${at}`,
    })
    const enterForged = (at: number) =>
      enter(`n${at}@example.test`, { visitor: direct.visit(), headers: forged(at) })
    // As many at once as are taken in.
    for (const from of [0, 50]) {
      const replies = Array.from({ length: 50 }, (_, at) => enterForged(from + at))
      const statuses = (await Promise.all(replies)).map(({ statusCode }) => statusCode)
      expect(statuses).toEqual(Array(50).fill(401))
    }
    const reply = await enterForged(200)
    expect(reply.statusCode).toBe(429)
    expect(reply.json()).toMatchObject({ code: 'rate_limited' })
    expect(Number(reply.headers['retry-after'])).toBe(reply.json().retryAfterSeconds)
    expect(reply.json().retryAfterSeconds).toBeGreaterThan(800)
    for (const path of ['verify', 'reset']) {
      const body = { token: 'x', ...(path === 'verify' ? { password: 'x' } : { newPassword: 'x' }) }
      const blocked = await direct.visit().post(`/auth/local/${path}`, body)
      expect(blocked.statusCode).toBe(429)
    }
    direct.passTime(16)
    const later = await enter('one@example.test', { visitor: direct.visit() })
    direct.passTime(-16)
    expect(later.statusCode).toBe(401)
  })

  it('is the /64 of an IPv6 address: a household cannot be many', async () => {
    await register('household@example.test')
    const from = (ip: string) =>
      statusOf(enter('household@example.test', { headers: cameFrom(ip) }))
    for (let at = 1; at <= 5; at += 1) {
      const headers = cameFrom(`2001:db8:1:2:${at}::${at}`)
      await enter(`n${at}@example.test`, { headers })
    }
    const { db } = world.context.store
    // As if it had guessed the hundred full, which would take its time.
    const { numUpdatedRows } = await db
      .updateTable('attempts')
      .set({ count: 100 })
      .where('count', '=', 5)
      .executeTakeFirstOrThrow()
    expect(numUpdatedRows).toBe(1n)
    expect(await from('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(429)
    expect(await from('2001:db8:1:3::1')).toBe(200)
  })

  it('counts wrong passwords alone: signing in right is no attempt', async () => {
    const email = 'often@example.test'
    await register(email)
    const headers = cameFrom('203.0.113.50')
    for (let times = 0; times < 20; times += 1) await enter(email, { headers })
    const { db } = world.context.store
    const rows = await db.selectFrom('attempts').select('count').where('count', '>', 1).execute()
    expect(rows).toEqual([])
  })
})

describe('an account that guesses have locked', () => {
  it('opens again after 15 minutes', async () => {
    const email = 'minutes@example.test'
    await register(email)
    await lock(world, email)
    world.passTime(14)
    const early = await statusOf(enter(email))
    world.passTime(2)
    const late = await statusOf(enter(email))
    world.passTime(-16)
    expect([early, late]).toEqual([401, 200])
  })

  it('opens to the browser that has signed in before, whose own tries are counted too', async () => {
    const email = 'owner@example.test'
    const { visitor: owner, me } = await register(email)
    await owner.post('/auth/logout')
    await lock(world, email)
    expect(await statusOf(enter(email))).toBe(401)
    const reply = await enter(email, { visitor: owner })
    expect(reply.statusCode).toBe(200)
    expect(reply.json().id).toBe(me.id)
    // Which does not open it to strangers.
    expect(await statusOf(enter(email))).toBe(401)
    await guess(owner, email, 10)
    expect(await statusOf(enter(email, { visitor: owner }))).toBe(401)
  })

  it('still enters through Microsoft when it is linked', async () => {
    const email = 'linked@example.test'
    const { visitor, me } = await register(email)
    const click = { 'sec-fetch-site': 'same-origin' }
    await visitor.open(await visitor.reachCallback('Tom Teacher', '/auth/link', click))
    await lock(world, email)
    expect(await statusOf(enter(email))).toBe(401)
    const tom = await world.signIn('Tom Teacher')
    expect((await tom.get('/api/me')).json().id).toBe(me.id)
  })

  it('keeps the sessions it has', async () => {
    const email = 'session@example.test'
    const { visitor } = await register(email)
    await lock(world, email)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })
})

describe('two hundred sign-ins at once', () => {
  it('are answered, some with 503 and Retry-After, and the process lives meanwhile', async () => {
    await register('busy@example.test')
    let answered = 0
    const attempts = Array.from({ length: 200 }, async (_, at) => {
      const headers = cameFrom(`198.51.100.${at}`)
      const reply = await enter(`busy${at}@example.test`, { headers, visitor: world.visit() })
      answered += 1
      return reply
    })
    const owners = Array.from({ length: 12 }, () =>
      enter('busy@example.test', { visitor: world.visit() }),
    )
    const alive = await world.app.inject('/livez')
    const whileWaiting = answered
    const replies = await Promise.all(attempts)
    const ofOwners = await Promise.all(owners)
    expect(alive.statusCode).toBe(200)
    expect(whileWaiting).toBeLessThan(150)
    const refused = replies.filter(({ statusCode }) => statusCode === 503)
    expect(refused.length).toBeGreaterThan(0)
    for (const reply of refused) {
      expect(reply.json()).toMatchObject({ code: 'overloaded' })
      expect(reply.headers['retry-after']).toBe('3')
    }
    const checked = replies.filter(({ statusCode }) => statusCode === 401)
    expect(checked.length).toBeGreaterThanOrEqual(100)
    expect(checked.length + refused.length).toBe(200)
    // Whoever was sent away has guessed nothing: it counts for no limit.
    expect(ofOwners.map(({ statusCode }) => statusCode)).toEqual(Array(12).fill(503))
    expect(await statusOf(enter('busy@example.test'))).toBe(200)
  })
})

it('a network can register a hundred accounts an hour', async () => {
  const { db } = world.context.store
  const apply = (at: number, visitor: Visitor = world.visit()) =>
    visitor.post(
      '/auth/local/register',
      { email: `many${at}@example.test`, password: PASSWORD, displayName: 'Many' },
      cameFrom('203.0.113.60'),
    )
  expect((await apply(0)).statusCode).toBe(201)
  // As if it had made the others, which would take their time.
  await db.updateTable('attempts').set({ count: 99 }).execute()
  expect((await apply(1)).statusCode).toBe(201)
  const reply = await apply(2)
  expect(reply.statusCode).toBe(429)
  expect(reply.json()).toMatchObject({ code: 'rate_limited' })
  expect((await signInLocally(world.visit(), 'many2@example.test')).statusCode).toBe(401)
})
