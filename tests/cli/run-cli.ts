import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const MAIN = join(import.meta.dirname, '../../apps/cli/src/main.ts')
const run = promisify(execFile)

/** Runs `pnpm cli …` as a process of its own. Rejects when it ends with another status than 0. */
export function runCli(
  args: string[],
  env: Record<string, string>,
): Promise<{ stdout: string; stderr: string }> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return run(process.execPath, [MAIN, ...args], { env: { PATH, NODE_COMPILE_CACHE, ...env } })
}
