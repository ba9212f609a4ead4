import { expect, it } from 'vitest'
import { createBulkhead } from './create-bulkhead.ts'

const LIMITS = { atOnce: 1, maxWaiting: 2, longestWaitMs: 20, failure: 'timeout' } as const
const forEver = () => new Promise<never>(() => {})

it('a call that has no turn is told in time, and where too many wait, at once', async () => {
  const bulkhead = createBulkhead(LIMITS)
  void bulkhead.run(forEver)
  let made = 0
  const call = async () => {
    made += 1
  }
  const waiting = [bulkhead.run(call), bulkhead.run(call)]
  let isOver = false
  const over = Promise.allSettled(waiting).then((results) => {
    isOver = true
    return results
  })
  await expect(bulkhead.run(call)).rejects.toMatchObject({ failure: 'timeout' })
  expect(isOver).toBe(false)
  for (const result of await over) {
    expect(result).toMatchObject({ reason: { failure: 'timeout', retryAfterSeconds: 2 } })
  }
  expect(made).toBe(0)
})

it('a turn comes when a call has ended, however it did', async () => {
  const bulkhead = createBulkhead({ ...LIMITS, longestWaitMs: 60_000 })
  const failing = bulkhead.run(() => Promise.reject(new Error('a failure')))
  const next = bulkhead.run(async () => 'a value')
  await expect(failing).rejects.toThrow('a failure')
  expect(await next).toBe('a value')
  expect(bulkhead.isIdle()).toBe(true)
})
