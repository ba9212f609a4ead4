import { fileURLToPath } from 'node:url'
import { BIN, runNode } from './run-command.ts'

interface Check {
  name: string
  args: string[]
  /** What it says is worth reading when it passes, too. */
  tells?: true
}

// Longest first: two run at a time, and what is left at the end should be short.
const CHECKS: Check[] = [
  { name: 'types: server, packages, tests, scripts', args: [BIN.tsc, '--project', '.'] },
  { name: 'types: web', args: [BIN.tsc, '--project', 'apps/web'] },
  {
    name: 'types: web, its configuration and tests',
    args: [BIN.tsc, '--project', 'apps/web/tsconfig.node.json'],
  },
  {
    name: 'lint and format',
    // Its output is shown on failure only, so a warning that does not fail would never be seen.
    args: [
      BIN.biome,
      process.env.CI ? 'ci' : 'check',
      '--error-on-warnings',
      '--diagnostic-level=warn',
    ],
  },
  { name: 'generated files are fresh', args: ['scripts/generate.ts', '--check'] },
  {
    name: 'every text can be and is translated',
    args: [fileURLToPath(import.meta.resolve('./check-languages.ts'))],
  },
  { name: 'the API is described in full', args: ['scripts/check-openapi.ts'] },
  { name: 'nothing unused', args: [BIN.knip, '--no-progress'] },
  { name: 'no hole that is known', args: ['scripts/check-advisories.ts'], tells: true },
  { name: 'what comes from others keeps the rules', args: ['scripts/check-supply-chain.ts'] },
]

const waiting = [...CHECKS]
let failed = 0

async function work(): Promise<void> {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const started = performance.now()
    const { isOk, output } = await runNode(check.args)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`${isOk ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`)
    if (!isOk) failed++
    if (!isOk || (check.tells && output !== '')) console.log(output)
  }
}

await Promise.all([work(), work()])
console.log(`${CHECKS.length - failed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
