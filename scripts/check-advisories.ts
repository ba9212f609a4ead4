import { spawn } from 'node:child_process'
import { ROOT } from './run-command.ts'

// Asks the registry whether something that goes out has a hole that is known, by `pnpm audit`. A registry
// that cannot be asked fails nothing: what the sources are worth does not depend on a network. Arguments
// go to pnpm, such as another `--registry`.

const TIMEOUT_MS = 20_000

interface Advisory {
  module_name: string
  severity: string
  title: string
  url: string
  findings: { version: string; paths: string[] }[]
}

const answer = await audit(process.argv.slice(2))
const advisories = readAdvisories(answer)
if (advisories) {
  const grave = advisories
    .filter(({ severity }) => /^(?:high|critical)$/.test(severity))
    .flatMap(tell)
  for (const line of grave) console.error(line)
  if (grave.length > 0) process.exitCode = 1
} else {
  console.log('The registry could not be asked for advisories, so nobody has looked.')
}

/** What pnpm prints: JSON, or nothing where it had no answer. */
function audit(options: readonly string[]): Promise<string> {
  const args = ['--yes', 'pnpm@12', 'audit', '--prod', '--json', ...options]
  return new Promise((resolve) => {
    const child = spawn('npx', args, {
      cwd: ROOT,
      // Trying again takes pnpm more than a minute.
      env: { ...process.env, npm_config_prefer_offline: 'true', pnpm_config_fetch_retries: '0' },
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own, since npx leaves pnpm behind when it is ended.
      detached: true,
    })
    const timer = setTimeout(() => {
      if (child.pid) process.kill(-child.pid)
    }, TIMEOUT_MS)
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    const finish = (text: string) => {
      clearTimeout(timer)
      resolve(text)
    }
    child.on('error', () => finish(''))
    child.on('close', () => finish(output))
  })
}

function readAdvisories(output: string): Advisory[] | undefined {
  try {
    return Object.values(JSON.parse(output).advisories)
  } catch {
    return undefined
  }
}

/** What the tests alone use is installed like the rest and never goes out. */
function tell({ module_name, severity, title, url, findings }: Advisory): string[] {
  return findings
    .filter(({ paths }) => paths.some((path) => !path.startsWith('tests>')))
    .map(({ version }) => `${module_name} ${version} (${severity}): ${title}, ${url}`)
}
