import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, installChromium } from '../tests/helpers/chromium.ts'
import type { TestCount } from '../tests/reporter.ts'
import { buildWeb } from './build-web.ts'
import { BIN, ROOT } from './run-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'vestibule-test-'))
const countFile = join(folder, 'count.json')
let count: TestCount = { passed: 0, failed: 0, notRun: [] }
let hasSucceeded = false

try {
  const browser = (await findChromium()) ?? (await installChromium())
  console.log(`Browser tests use ${browser.version} (${browser.path}).`)
  await buildWeb()
  hasSucceeded = await runVitest(browser.path)
  if (existsSync(countFile)) count = JSON.parse(readFileSync(countFile, 'utf8'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

for (const name of count.notRun) console.log(`not run, so failed: ${name}`)
// A run that ended before it could count has failed as well.
if (!hasSucceeded && count.failed === 0) count.failed = 1
console.log(`${count.passed} passed, ${count.failed} failed`)
if (count.failed > 0 || count.passed === 0) process.exitCode = 1

async function runVitest(chromiumPath: string): Promise<boolean> {
  const args = [join(ROOT, BIN.vitest), 'run', ...process.argv.slice(2)]
  const vitest = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      CHROMIUM_PATH: chromiumPath,
      TEST_COUNT_FILE: countFile,
      // Tests start dozens of processes; this halves what each start costs.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
  })
  // The count is printed even when the run is interrupted, so this process outlives the other.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => vitest.kill('SIGTERM'))
  const [code] = await once(vitest, 'close')
  return code === 0
}
