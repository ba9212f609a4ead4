import { execFile } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { listFiles, ROOT } from '../house/tree.ts'
import { readDockerfile, type Stage } from './dockerfile.ts'

const run = promisify(execFile)

/** Where all steps of the Dockerfile happen. */
const WORKDIR = '/app'

interface Site {
  folder: string
  build: (stage: string) => Promise<string>
}

/**
 * Goes through the steps of a stage of the Dockerfile, and of those that it takes from, each in a folder
 * below `folder` that stands for the root of its image. The image that they begin with is an empty folder
 * here, and programs are those of this machine. What is copied from the repository is what git would keep,
 * so that .dockerignore and what lies about have no part in it.
 *
 * @returns the root of the stage's image.
 */
export function buildImage(name: string, folder: string): Promise<string> {
  const stages = readDockerfile()
  const built = new Map<string, Promise<string>>()
  const build = (wanted: string): Promise<string> => {
    const stage = stages.find((one) => one.name === wanted)
    if (!stage) throw new Error(`The Dockerfile has no stage ${wanted}.`)
    const root = built.get(wanted) ?? buildStage(stage, { folder, build })
    built.set(wanted, root)
    return root
  }
  return build(name)
}

async function buildStage(stage: Stage, { folder, build }: Site): Promise<string> {
  const root = join(folder, stage.name)
  await mkdir(root)
  // A stage has a name, an image a tag as well.
  if (!stage.base.includes(':')) await copyAll(await build(stage.base), root)
  // Others are built meanwhile. How one fails is told where it is copied from.
  for (const { options } of stage.instructions) {
    if (options.from) build(options.from).catch(() => {})
  }
  for (const { keyword, options, text } of stage.instructions) {
    if (keyword === 'WORKDIR') await mkdir(join(root, text), { recursive: true })
    if (keyword === 'RUN') await runStep(text, root)
    if (keyword !== 'COPY') continue
    const [source = '', target = ''] = splitPaths(text)
    if (options.from === undefined) await copySources(text, root)
    else await copyAll(join(await build(options.from), source), join(root, resolvePath(target)))
  }
  return root
}

async function copySources(text: string, root: string): Promise<void> {
  const paths = splitPaths(text)
  const target = String(paths.pop())
  for (const path of paths) {
    const files = listFiles(path, `${path}/**`)
    if (files.length === 0) throw new Error(`The Dockerfile copies ${path}, which is not there.`)
    for (const file of files) {
      const name = target.endsWith('/') ? posix.basename(file) : posix.relative(path, file)
      const copy = join(root, resolvePath(target), name)
      await mkdir(dirname(copy), { recursive: true })
      await cp(join(ROOT, file), copy)
    }
  }
}

const splitPaths = (text: string) => text.split(/\s+/)
const resolvePath = (path: string) => posix.resolve(WORKDIR, path)

/** Links stay links, as pnpm makes them; what its store shares with its folders is shared no longer. */
async function copyAll(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true })
}

async function runStep(command: string, root: string): Promise<void> {
  // A path from the root of the image is one in its folder.
  const inside = command.replaceAll(/(?<=\s)\/(?=\w)/g, `${root}/`)
  await run('sh', ['-ec', inside], {
    cwd: join(root, WORKDIR),
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      CI: 'true',
      // Vitest's would have another React built in.
      NODE_ENV: '',
      npm_config_prefer_offline: 'true',
      pnpm_config_prefer_offline: 'true',
    },
  }).catch((cause: { stdout?: string; stderr?: string }) => {
    throw new Error(`RUN ${command}\n${cause.stdout}${cause.stderr}`, { cause })
  })
}
