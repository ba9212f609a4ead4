import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiFuzzer, operations, startApiFuzzer } from './api-fuzzer.ts'

const RUNS = 25

let fuzzer: ApiFuzzer
beforeAll(async () => {
  fuzzer = await startApiFuzzer()
})
afterAll(() => fuzzer[Symbol.asyncDispose]())

describe('no request, however odd, is answered with a fault of ours', () => {
  it.each(operations)('$method $path', async (operation) => {
    const counts = await fuzzer.fuzz(operation, RUNS)
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(
      RUNS,
    )
  })
})
