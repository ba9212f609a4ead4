import { execFile, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

/** The usual places of an installed one; Playwright's own download comes after them. */
const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    // Without the windows that nobody sees: half the time of the whole browser.
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((folder) => {
    const base = process.env[folder]
    return base ? [join(base, 'Google/Chrome/Application/chrome.exe')] : []
  }),
}

export interface Chromium {
  path: string
  /** As it names itself, such as `Chromium 156.0.8078.79`. */
  version: string
}

/**
 * The first Chromium on this machine that runs.
 *
 * @throws {Error} `CHROMIUM_PATH` names something that does not run.
 */
export async function findChromium(): Promise<Chromium | undefined> {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted) {
    const found = await tryChromium(wanted)
    if (!found) throw new Error(`CHROMIUM_PATH is ${wanted}, which is no Chromium that runs.`)
    return found
  }
  for (const path of [...(PLACES[process.platform] ?? []), chromium.executablePath()]) {
    const found = await tryChromium(path)
    if (found) return found
  }
  return undefined
}

/**
 * Installs one: Debian's package when we may, else the build that Playwright brings.
 *
 * @throws {Error} neither was to be had; the message says what to do.
 */
export async function installChromium(): Promise<Chromium> {
  const isRoot = process.getuid?.() === 0
  if (isRoot && isDebian()) {
    console.log('There is no Chromium on this machine: installing it with apt-get …')
    run('apt-get', ['-qq', 'update'])
    for (const name of ['chromium-headless-shell', 'chromium']) {
      run('apt-get', ['-qq', 'install', '--yes', '--no-install-recommends', name])
      const found = await findChromium()
      if (found) return found
    }
  }
  console.log('There is no Chromium on this machine: downloading the one of Playwright …')
  const program = join(dirname(fileURLToPath(import.meta.resolve('playwright-core'))), 'cli.js')
  // Its libraries come from apt, which wants root. Ubuntu lands here even as root, because its
  // package is only a door to a snap, and snaps do not run in containers.
  const hasApt = isRoot && existsSync('/usr/bin/apt-get')
  const options = ['--no-shell', ...(hasApt ? ['--with-deps'] : [])]
  run(process.execPath, [program, 'install', ...options, 'chromium'])
  const found = await findChromium()
  if (found) return found
  throw new Error(
    'No Chromium could be installed: install one and name it in CHROMIUM_PATH, then run the tests again.',
  )
}

async function tryChromium(path: string): Promise<Chromium | undefined> {
  if (!existsSync(path)) return undefined
  // There it would open a window instead of answering.
  if (process.platform === 'win32') return { path, version: 'Chromium' }
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 20_000 })
    // Some builds go on to say where they were built.
    return { path, version: /^.*?\d[\d.]*/.exec(stdout)?.[0] ?? 'Chromium' }
  } catch {
    return undefined
  }
}

function isDebian(): boolean {
  const file = '/etc/os-release'
  return existsSync(file) && /^ID=debian$/m.test(readFileSync(file, 'utf8'))
}

/** Its exit code is not asked: what counts is whether there is a browser afterwards. */
function run(command: string, args: string[]): void {
  // stdout is for the count of tests alone on its last line; this is only progress.
  spawnSync(command, args, {
    stdio: ['ignore', process.stderr, process.stderr],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
