import { expect, it } from 'vitest'
import { createBatchPace } from './batch-pace.ts'

/** A fifth of the quota is 600: what is beyond it, once a window, is a call or two of hundreds. */
const MOST_AT_ONCE = 640

it.each([1, 2])(
  'no more is under way than about what is left when Graph warns: %i writes each',
  (writes) => {
    const pace = createBatchPace()
    const call = { writes, nowMs: 0 }
    const ends = []
    while (pace.toFree(call) > 0) ends.push(pace.begin(call))
    expect(ends.length * 20 * writes).toBe(MOST_AT_ONCE)
    for (const end of ends) end()
    expect(pace.toFree(call)).toBe(ends.length)
  },
)

it('near a limit one call begins at a time, at the published pace, whichever kind of answer told of it', () => {
  const pace = createBatchPace()
  pace.note('look', [undefined, 0.9])
  pace.note('change', [undefined])
  const end = pace.begin({ writes: 2, nowMs: 0 })
  expect(pace.toFree({ writes: 2, nowMs: 5000 })).toBe(0)
  expect(pace.readEnd()).toBeDefined()
  end()
  expect(pace.readEnd()).toBeUndefined()
  expect(pace.toPauseMs(500)).toBe(1500)
  expect(pace.toFree({ writes: 2, nowMs: 2000 })).toBe(1)
  pace.note('look', [undefined])
  expect(pace.toFree({ writes: 1, nowMs: 2000 })).toBe(32)
})
