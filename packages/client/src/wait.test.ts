import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { untilAborted, waitByTimer } from './wait.ts'

test('a wait ends by itself, or with the signal and its reason', async () => {
  await waitByTimer(1)
  const { signal, abort } = createAbort()
  const waiting = waitByTimer(3_600_000, signal)
  abort()
  await expect(waiting).rejects.toThrow('Enough.')
  await expect(waitByTimer(1, signal)).rejects.toThrow('Enough.')
})

test('a signal that lives on keeps nothing of what is over', async () => {
  const { signal } = createAbort()
  await waitByTimer(0, signal)
  await untilAborted(Promise.resolve(), signal)
  await untilAborted(Promise.reject(new Error('x')), signal).catch(() => {})
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

function createAbort() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort(new Error('Enough.')) }
}
