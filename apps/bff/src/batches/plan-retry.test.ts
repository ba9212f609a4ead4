import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_ATTEMPTS, planRetry } from './plan-retry.ts'

const nowMs = fc.integer({ min: 0, max: 4_000_000_000_000 })
const random = fc.double({ min: 0, max: 1, noNaN: true })
const attempts = fc.integer({ min: 0, max: 100 })
const retryAfterSeconds = fc.integer({ min: 0, max: 999_999 })

it('what names a pause is never asked again before it, and goes on for ever', () => {
  fc.assert(
    fc.property(attempts, retryAfterSeconds, nowMs, random, (tried, seconds, at, chance) => {
      const next = planRetry({
        attempts: tried,
        retryAfterSeconds: seconds,
        nowMs: at,
        random: chance,
      })
      expect(next).toBe(at + seconds * 1000)
    }),
  )
})

it('what names none is given up after so many tries, and not before', () => {
  fc.assert(
    fc.property(attempts, nowMs, random, (tried, at, chance) => {
      const next = planRetry({ attempts: tried, nowMs: at, random: chance })
      expect(next === undefined).toBe(tried >= MAX_ATTEMPTS)
    }),
  )
})

it('a pause is never longer than a minute, and never none', () => {
  const fewer = fc.integer({ min: 0, max: MAX_ATTEMPTS - 1 })
  fc.assert(
    fc.property(fewer, nowMs, random, (tried, at, chance) => {
      const pause = Number(planRetry({ attempts: tried, nowMs: at, random: chance })) - at
      expect(pause).toBeGreaterThanOrEqual(250)
      expect(pause).toBeLessThanOrEqual(60_000)
    }),
  )
})

it('with every try the pause is as long as before or longer', () => {
  const fewer = fc.integer({ min: 0, max: MAX_ATTEMPTS - 2 })
  fc.assert(
    fc.property(fewer, nowMs, random, (tried, at, chance) => {
      const [one, next] = [tried, tried + 1].map((count) =>
        Number(planRetry({ attempts: count, nowMs: at, random: chance })),
      )
      expect(next).toBeGreaterThanOrEqual(one ?? 0)
    }),
  )
})

it('chance spreads what would come together', () => {
  const at = (chance: number) => planRetry({ attempts: 5, nowMs: 0, random: chance })
  expect(at(1)).toBe(2 * Number(at(0)))
})
