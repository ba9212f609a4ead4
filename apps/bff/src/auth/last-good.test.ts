import { expect, it } from 'vitest'
import { createLastGood } from './last-good.ts'

const HOUR = 3_600_000

/** A source that counts, until it is told to fail. */
function createSource() {
  const state = { fetched: 0, isDown: false, hours: 0 }
  const kept = createLastGood({
    fetch: async () => {
      state.fetched += 1
      if (state.isDown) throw new Error('down')
      return state.fetched
    },
    freshMs: HOUR,
    usableMs: 24 * HOUR,
    now: () => new Date(state.hours * HOUR),
  })
  return { state, kept }
}

it('what is fresh is not fetched again', async () => {
  const { state, kept } = createSource()
  expect([await kept.get(), await kept.get()]).toEqual([1, 1])
  expect(state.fetched).toBe(1)
})

it('callers at the same time share one attempt', async () => {
  const { state, kept } = createSource()
  expect(await Promise.all([kept.get(), kept.get(), kept.get()])).toEqual([1, 1, 1])
  expect(state.fetched).toBe(1)
})

it('what is old is given at once and fetched meanwhile', async () => {
  const { state, kept } = createSource()
  await kept.get()
  state.hours = 2
  expect(await kept.get()).toBe(1)
  await expect.poll(() => kept.get()).toBe(2)
})

it('what is old serves on while the source is down, and a source that is back is asked again', async () => {
  const { state, kept } = createSource()
  await kept.get()
  state.isDown = true
  state.hours = 24
  for (let round = 0; round < 3; round += 1) expect(await kept.get()).toBe(1)
  state.isDown = false
  await expect.poll(() => kept.get()).toBeGreaterThan(2)
})

it('what is too old serves nobody', async () => {
  const { state, kept } = createSource()
  await kept.get()
  state.isDown = true
  state.hours = 25
  await expect(kept.get()).rejects.toThrow('down')
})

it('a failure is not kept', async () => {
  const { state, kept } = createSource()
  state.isDown = true
  await expect(kept.get()).rejects.toThrow('down')
  state.isDown = false
  expect(await kept.get()).toBe(2)
})

it('who cannot do with what is kept has it fetched once, and what others can do with stays', async () => {
  const { state, kept } = createSource()
  await kept.get()
  expect(await kept.get((value) => value > 5)).toBe(2)
  expect(state.fetched).toBe(2)
  state.isDown = true
  await expect(kept.get((value) => value > 5)).rejects.toThrow('down')
  expect(await kept.get()).toBe(2)
})
