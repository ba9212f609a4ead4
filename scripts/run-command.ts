import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** Where the command-line programs are that the scripts run on this very Node. */
export const BIN = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  lingui: 'apps/web/node_modules/@lingui/cli/dist/lingui.js',
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'apps/web/node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
}

export interface CommandResult {
  isOk: boolean
  /** What it wrote to stdout and stderr, in the order it came. */
  output: string
}

/** Runs Node with these arguments, keeps what it says, and never throws. */
export function runNode(
  args: readonly string[],
  { cwd = ROOT, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ isOk: false, output: error.message }))
    child.on('close', (code) => resolve({ isOk: code === 0, output: output.trimEnd() }))
  })
}
