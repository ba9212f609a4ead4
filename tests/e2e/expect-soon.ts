import { expect } from 'vitest'
import { PATIENCE_MS } from './open-page.ts'

/** What is read comes to be as expected; Vitest's own second is short for a browser on a busy machine. */
export function expectSoon<T>(read: () => Promise<T>) {
  return expect.poll(read, { timeout: PATIENCE_MS })
}
