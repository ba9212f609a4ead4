import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, getDaemonToken, getDelegatedToken } from '../helpers/bearer.ts'
import { startWorld, type World } from '../helpers/world.ts'

const LIMIT = 20

let world: World
beforeAll(async () => {
  world = await startWorld({ env: { RATE_LIMIT_PER_MINUTE: String(LIMIT) } })
})
afterAll(() => world[Symbol.asyncDispose]())

type Send = () => Promise<{ statusCode: number; headers: Record<string, unknown>; json(): unknown }>

/** Sends until it is refused; at most a few more than are allowed. */
async function exhaust(send: Send) {
  for (let sent = 1; sent <= LIMIT + 5; sent++) {
    const reply = await send()
    if (reply.statusCode === 429) return { sent, reply }
  }
  throw new Error('It was never refused.')
}

describe('a caller who asks too often', () => {
  it('is answered 429 with the time to wait, and told before how many are left', async () => {
    const client = createClient(world.app, await getDelegatedToken(world.emulator, 'Ada Admin'))
    const first = await client.get('/api/me')
    expect(first.headers).toMatchObject({
      'ratelimit-limit': String(LIMIT),
      'ratelimit-remaining': String(LIMIT - 1),
    })
    expect(Number(first.headers['ratelimit-reset'])).toBeLessThanOrEqual(60)
    const { sent, reply } = await exhaust(() => client.get('/api/me'))
    expect(sent).toBe(LIMIT)
    expect(reply.json()).toMatchObject({ code: 'rate_limited' })
    const { retryAfterSeconds } = reply.json() as { retryAfterSeconds: number }
    expect(retryAfterSeconds).toBeGreaterThan(0)
    expect(reply.headers['retry-after']).toBe(String(retryAfterSeconds))
  })

  it('takes nothing from another person, another client, or their own browser', async () => {
    const tom = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    const inBrowser = await world.signIn('Tom Teacher')
    await exhaust(() => tom.get('/api/me'))
    // Another token of the same person through the same client is the same caller.
    const again = createClient(world.app, await getDelegatedToken(world.emulator, 'Tom Teacher'))
    expect((await again.get('/api/me')).statusCode).toBe(429)
    const sara = createClient(world.app, await getDelegatedToken(world.emulator, 'Sara Student'))
    const daemon = createClient(world.app, await getDaemonToken(world.emulator))
    for (const other of [sara, daemon]) expect((await other.get('/api/me')).statusCode).toBe(200)
    expect((await inBrowser.get('/api/users?top=1')).statusCode).toBe(200)
  })

  it('in a browser can still see who they are', async () => {
    const max = await world.signIn('Max Member')
    await exhaust(() => max.get('/api/users?top=1'))
    expect((await max.get('/api/me')).statusCode).toBe(200)
  })
})

describe('somebody who has not signed in', () => {
  it('starts so many sign-ins a minute from a network, and no more rows than that', async () => {
    const visitor = world.visit()
    const from = (ip: string) => () =>
      world.app.inject({
        url: '/auth/login',
        remoteAddress: ip,
        headers: { host: 'localhost:3000' },
      })
    const { sent } = await exhaust(from('203.0.113.9'))
    expect(sent).toBe(LIMIT + 1)
    expect((await from('203.0.113.10')()).statusCode).toBe(302)
    const { sent: sentBySix } = await exhaust(from('2001:db8:1:2::1'))
    expect(sentBySix).toBe(LIMIT + 1)
    expect((await from('2001:db8:1:2:ffff::2')()).statusCode).toBe(429)
    // Pages are for everybody.
    expect((await visitor.open('/livez')).statusCode).toBe(200)
  })

  it('0 stands for no limit', async () => {
    await using free = await startWorld({ users: 0, env: { RATE_LIMIT_PER_MINUTE: '0' } })
    const client = createClient(free.app, await getDelegatedToken(free.emulator, 'Ada Admin'))
    const reply = await client.get('/api/me')
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['ratelimit-limit']).toBeUndefined()
  })
})
