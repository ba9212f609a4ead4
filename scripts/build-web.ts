import { createHash, randomUUID } from 'node:crypto'
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { BIN, ROOT, runNode } from './run-command.ts'

const WEB = join(ROOT, 'apps/web')
const DIST = join(WEB, 'dist')
const STAMP = '.stamp'

/** Everything that a build of the web app depends on; the lockfile stands for Vite and its plugins. */
const INPUTS = [
  'apps/web/**/*',
  'packages/client/src/**/*',
  'packages/contract/src/**/*',
  'tsconfig.base.json',
  'pnpm-lock.yaml',
]

/**
 * Builds the web app into `apps/web/dist` unless what is there was built from these very sources.
 *
 * @throws {Error} the build failed; the message is for a person and ends with what to do.
 */
export async function buildWeb(): Promise<void> {
  const wanted = hashInputs()
  if (isBuilt(wanted)) return
  console.log('Building the web app …')
  await removeLeftovers()
  // Next to dist, so that the swap is a rename and source maps keep their depth. Not by mkdtemp:
  // its folders are closed to the user who serves what another one has built.
  const folder = `${DIST}-${randomUUID()}`
  try {
    const build = await runNode(
      [join(ROOT, BIN.vite), 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
      // A NODE_ENV from .env would otherwise decide which React is built in.
      { cwd: WEB, env: { NODE_ENV: 'production' } },
    )
    if (!build.isOk) {
      throw new Error(`${build.output}\n\nThe web app could not be built: mend the error above.`)
    }
    writeFileSync(join(folder, STAMP), wanted)
    // Whoever started at the same time may have finished first: then theirs stays.
    if (!isBuilt(wanted)) await moveToDist(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function isBuilt(wanted: string): boolean {
  const stamp = join(DIST, STAMP)
  if (!existsSync(join(DIST, 'index.html')) || !existsSync(stamp)) return false
  return readFileSync(stamp, 'utf8') === wanted
}

function hashInputs(): string {
  const files = globSync(INPUTS, {
    cwd: ROOT,
    exclude: (path) => /(?:^|[\\/])(?:node_modules|dist|dist-[^\\/]*)$|\.test\.tsx?$/.test(path),
  })
  const hash = createHash('sha256')
  for (const file of files.toSorted()) {
    const path = join(ROOT, file)
    if (!statSync(path).isFile()) continue
    // Name and length first, or moving bytes from one file to the next would go unnoticed.
    const content = readFileSync(path)
    hash.update(`${relative(ROOT, path)}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** A folder cannot be renamed over another one, so the old one steps aside first. */
async function moveToDist(folder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const old = `${folder}-old-${attempt}`
    await rename(DIST, old).catch(ignoreMissing)
    try {
      await rename(folder, DIST)
      return
    } catch (error) {
      // Another start put its own there in between.
      if (attempt === 5) throw error
    } finally {
      await rm(old, { recursive: true, force: true })
    }
  }
}

/** What a build left that was interrupted; a younger folder may belong to one that still runs. */
async function removeLeftovers(): Promise<void> {
  const before = Date.now() - 10 * 60_000
  for (const folder of globSync(`${DIST}-*`)) {
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (mtimeMs < before) await rm(folder, { recursive: true, force: true })
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
