import { defineConfig } from 'vitest/config'
import usual from './vitest.config.ts'

/** The same promises at full size: `pnpm test:long`. */
export default defineConfig({
  test: {
    ...usual.test,
    include: ['tests/long/**/*.long.ts'],
    testTimeout: 30 * 60_000,
  },
})
