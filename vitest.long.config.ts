import { defineConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** The same promises at full size: `pnpm test:long`. */
export default defineConfig({
  test: {
    ...usual.test,
    include: ['tests/long/**/*.long.ts'],
    // They measure, and start many processes: one after the other.
    maxWorkers: 1,
    testTimeout: 30 * 60_000,
  },
})
