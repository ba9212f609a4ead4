import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildImage } from '../helpers/build-image.ts'
import { listTexts, readCommand, readDockerfile, readVariables } from '../helpers/dockerfile.ts'
import { createBrowser, signIn } from '../helpers/sign-in-driver.ts'
import { listFiles, readJson } from '../house/tree.ts'

const run = promisify(execFile)
const stages = readDockerfile()

/** Where root can be somebody else, it is nobody. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

let folder: string
/** What would be `/` in a container. */
let root: string
let emulator: Emulator
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vestibule-image-'))
  chmodSync(folder, 0o755)
  emulator = await createEmulator({ port: 0, users: 10 })
  root = await buildImage('production', folder)
}, 600_000)
afterAll(async () => {
  await emulator.close()
  // What was closed to its owner could not be deleted by them.
  await run('chmod', ['-R', 'u+w', folder])
  rmSync(folder, { recursive: true })
})

it('the image holds the server and what it needs, and nothing of tests, tools or the demo tenant', () => {
  const installed = readInstalled()
  const tools = listTools()
  const ours = [
    'apps/bff',
    'apps/cli',
    'packages/contract',
    'packages/graph',
    'packages/store',
  ].map((path) => readJson(`${path}/package.json`) as object as Manifest)
  const wanted = new Set(
    [...installed, ...ours].flatMap(({ dependencies, peerDependenciesMeta }) =>
      Object.keys({ ...dependencies, ...peerDependenciesMeta }),
    ),
  )
  const names = installed.map(({ name }) => name)
  expect(names).toContain('fastify')
  expect(names.filter((name) => tools.has(name) && !wanted.has(name))).toEqual([])
  for (const name of ['node', 'typescript', 'vite', 'vitest']) expect(names).not.toContain(name)

  const files = globSync('**/*', { cwd: join(root, 'app') })
  const own = files.filter((path) => !path.includes('node_modules/'))
  expect(own).toContain('apps/bff/src/main.ts')
  expect(own).toContain('apps/web/dist/index.html')
  expect(own.filter((path) => /\.test\.tsx?$|\/testing\//.test(path))).toEqual([])
  expect(files.filter((path) => /\.map$|\.pem$|\.db$|(?:^|\/)\.env$/.test(path))).toEqual([])
  const list = (path: string) => readdirSync(join(root, 'app', path)).toSorted()
  expect(list('apps')).toEqual(['bff', 'cli', 'web'])
  expect(list('apps/web')).toEqual(['dist'])
  expect(list('packages')).toEqual(['contract', 'graph', 'store', 'user-list'])
  expect(list('.')).toEqual([
    'apps',
    'node_modules',
    'package.json',
    'packages',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
  ])
})

it('the image serves people as nobody in particular, and writes into /data alone', async () => {
  const { program, args, place, origin, dataDir } = await prepare()
  const before = listAll()
  const child = spawn(program, args, place)
  const ended = once(child, 'close')
  expect(await readUntil(child, 'Vestibule is ready on')).toContain(origin)

  for (const text of listTexts(stages, 'production', 'HEALTHCHECK')) {
    const [asker = '', ...question] = readCommand(text)
    await run(asker, question, place)
  }
  const page = await fetch(`${origin}/sign-in`, { headers: { accept: 'text/html' } })
  const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
  expect((await fetch(origin + script)).headers.get('content-type')).toContain('javascript')

  const browser = createBrowser()
  const started = await browser.fetch(`${origin}/auth/login`)
  const authorizationUrl = String(started.headers.get('location'))
  const callback = await signIn(createBrowser(), authorizationUrl, 'Ada Admin')
  expect((await browser.fetch(callback)).status).toBe(302)
  const me = await browser.fetch(`${origin}/api/me`, { headers: { accept: 'application/json' } })
  expect(await me.text()).toContain('Ada Admin')
  const home = await browser.fetch(`${origin}/`, { headers: { accept: 'text/html' } })
  expect(await home.text()).toContain('<div id="root">')

  // An operator's commands are there, too.
  const { stdout } = await run(program, ['apps/cli/src/main.ts', '--help'], place)
  expect(stdout).toContain('migrate')

  const [signal] = listTexts(stages, 'production', 'STOPSIGNAL')
  child.kill(signal as NodeJS.Signals)
  expect((await ended)[0]).toBe(0)
  expect(readdirSync(dataDir)).toContain('vestibule.db')
  expect(listAll()).toEqual(before)
})

/** Closes the image's files, puts a Node there, and says what it is started with and by. */
async function prepare() {
  const [command] = listTexts(stages, 'production', 'CMD').map(readCommand)
  const [program = '', ...args] = command ?? []
  const { DATA_DIR, ...variables } = readVariables(stages, 'production')
  const path = join(root, 'usr/local/bin')
  mkdirSync(path, { recursive: true })
  // The one of this machine may lie where nobody may go.
  cpSync(realpathSync(process.execPath), join(path, 'node'))
  mkdirSync(join(root, 'tmp'))
  chmodSync(join(root, 'tmp'), 0o1777)
  await run('chmod', ['-R', 'a-w', join(root, 'app')])
  const port = await findPort()
  const env: Record<string, string> = {
    ...variables,
    PATH: path,
    TMPDIR: join(root, 'tmp'),
    DATA_DIR: join(root, String(DATA_DIR)),
    PORT: port,
    APP_ORIGIN: `http://localhost:${port}`,
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET_FILE: writeSecret('client-secret', 'demo-web-secret'),
    SESSION_SECRETS_FILE: writeSecret('session-secrets', randomBytes(32).toString('base64url')),
    TOKEN_KEYS_FILE: writeSecret('token-keys', randomBytes(32).toString('base64url')),
    GRAPH_BASE_URL: emulator.url,
    LOG_LEVEL: 'warn',
  }
  const place = { cwd: join(root, 'app'), env, ...NOBODY }
  return { program, args, place, origin: `http://localhost:${port}`, dataDir: String(env.DATA_DIR) }
}

function writeSecret(name: string, value: string): string {
  const path = join(folder, name)
  writeFileSync(path, value)
  return path
}

async function findPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}

/** What it says until this appears in it. Rejects when it ends before. */
function readUntil(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        output += part
        if (output.includes(text)) resolve(output)
      })
    }
    child.once('close', () => reject(new Error(`It ended without saying "${text}":\n${output}`)))
  })
}

/** Every path of the image but those below /data. */
function listAll(): string[] {
  return globSync('**/*', { cwd: root, exclude: (path) => path === 'data' }).toSorted()
}

interface Manifest {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  /** The names are the peers that a package can do without. */
  peerDependenciesMeta?: Record<string, unknown>
}

/** The packages of others, as they say of themselves. */
function readInstalled(): Manifest[] {
  const store = join(root, 'app/node_modules/.pnpm')
  return globSync(['*/node_modules/*/package.json', '*/node_modules/@*/*/package.json'], {
    cwd: store,
  })
    .map((path) => join(store, path))
    .filter((path) => !lstatSync(dirname(path)).isSymbolicLink())
    .map((path) => JSON.parse(readFileSync(path, 'utf8')))
}

/** What our packages name for development alone, or the tests use. */
function listTools(): Set<string> {
  const manifests = listFiles('package.json', 'apps/*/package.json', 'packages/*/package.json').map(
    (path) => readJson(path) as object as Manifest,
  )
  const { dependencies } = readJson('tests/package.json') as object as Manifest
  return new Set(
    [...manifests.map(({ devDependencies }) => devDependencies), dependencies].flatMap((names) =>
      Object.keys(names ?? {}),
    ),
  )
}
