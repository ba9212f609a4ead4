import { openStore } from '@vestibule/store'
import { describe, expect, it } from 'vitest'
import { createAttemptLimits, toNetwork } from './attempt-limits.ts'

describe('a network', () => {
  it('is an IPv4 address', () => {
    expect(toNetwork('203.0.113.7')).toBe('203.0.113.7')
    expect(toNetwork('203.0.113.7')).not.toBe(toNetwork('203.0.113.8'))
  })

  it('is the same for an IPv4 address that stands in an IPv6 one', () => {
    for (const spelled of ['::ffff:203.0.113.7', '::ffff:cb00:7107', '0:0:0:0:0:FFFF:cb00:7107']) {
      expect(toNetwork(spelled)).toBe('203.0.113.7')
    }
  })

  it('is the first 64 bits of an IPv6 address, however it is written', () => {
    const network = toNetwork('2001:db8:1:2::1')
    for (const neighbour of [
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0DB8:0001:0002:0000:0000:0000:0001',
      '2001:db8:1:2::203.0.113.7',
    ]) {
      expect(toNetwork(neighbour)).toBe(network)
    }
    expect(toNetwork('2001:db8:1:3::1')).not.toBe(network)
  })

  it('is the text itself where it is no address', () => {
    expect(toNetwork('somewhere')).toBe('somewhere')
  })
})

describe('a limit', () => {
  async function start() {
    const store = await openStore('file::memory:')
    let at = Date.parse('2026-01-01T00:00:00Z')
    const limits = createAttemptLimits({ db: store.db, now: () => new Date(at) })
    const pass = (minutes: number) => {
      at += minutes * 60_000
    }
    return { store, limits, pass, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
  }

  it('is reached by exactly as many as it says, also when they come at once', async () => {
    await using world = await start()
    const noted = await Promise.all(
      Array.from({ length: 50 }, () => world.limits.note('signInOfAccount', 'anna')),
    )
    expect(noted.filter(({ isWithin }) => isWithin)).toHaveLength(10)
    expect((await world.limits.note('signInOfAccount', 'eve')).isWithin).toBe(true)
  })

  it('is over when its time is, counted from the first attempt', async () => {
    await using world = await start()
    const { limits, pass } = world
    for (let times = 0; times < 3; times += 1) await limits.demand('mailToAddress', 'anna')
    pass(59)
    await expect(limits.demand('mailToAddress', 'anna')).rejects.toMatchObject({
      failure: 'too_many_attempts',
      retryAfterSeconds: 60,
    })
    pass(1)
    await limits.demand('mailToAddress', 'anna')
  })

  it('does not count what is taken back, and counts from the start what is forgotten', async () => {
    await using world = await start()
    const { limits } = world
    for (let times = 0; times < 20; times += 1) {
      await limits.demand('mailToAddress', 'anna')
      await limits.takeBack('mailToAddress', 'anna')
    }
    for (let times = 0; times < 3; times += 1) await limits.demand('mailToAddress', 'anna')
    await limits.forget('mailToAddress', 'anna')
    await limits.demand('mailToAddress', 'anna')
  })
})
