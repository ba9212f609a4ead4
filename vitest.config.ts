import { defineConfig } from 'vitest/config'
import { LongFirst } from './tests/sequencer.ts'

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: './tests/helpers/postgres.ts',
    // One module graph for all files of a worker: a fifth of the time. Tests change no globals.
    isolate: false,
    // On two cores: tests of browsers, processes and time-outs wait as much as they work.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst, shuffle: { files: true, tests: false } },
    // One test let run alone would leave the others out unnoticed.
    allowOnly: false,
    // The second counts for the last line of `pnpm test`.
    reporters: ['default', './tests/reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
