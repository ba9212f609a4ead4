import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, readJson, readText } from './tree.ts'

const SOURCE = join(ROOT, 'packages/client')
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const folder = mkdtempSync(join(tmpdir(), 'vestibule-client-'))
/** Somebody else's project, with the package installed. */
const project = join(folder, 'project')
const installed = join(project, 'node_modules/@vestibule/client')

beforeAll(async () => {
  const copy = join(folder, 'client')
  const isSource = (path: string) => !['node_modules', 'dist'].includes(basename(path))
  cpSync(SOURCE, copy, { recursive: true, filter: isSource })
  symlinkSync(join(SOURCE, 'node_modules'), join(copy, 'node_modules'), 'junction')
  await runNode(['--run', 'build'], copy)
  // As pnpm packs it: the files named, the ones that always go along, and `publishConfig` over the rest.
  const { files, publishConfig, ...manifest } = readJson('packages/client/package.json')
  for (const name of [...(files as string[]), 'README.md']) {
    cpSync(join(copy, name), join(installed, name), { recursive: true })
  }
  writeJson(join(installed, 'package.json'), { ...manifest, ...(publishConfig as object) })
  writeJson(join(project, 'package.json'), { type: 'module' })
  for (const name of Object.keys(manifest.dependencies as object)) link(SOURCE, name)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the package holds what it is built into, and says what it is', () => {
  const { exports, dependencies, ...manifest } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  )
  expect(manifest).toMatchObject({
    name: '@vestibule/client',
    version: readJson('package.json').version,
    license: 'MIT',
    description: expect.any(String),
    type: 'module',
    sideEffects: false,
  })
  expect(manifest.private).toBeUndefined()
  for (const path of Object.values<string>(exports['.'])) {
    expect(existsSync(join(installed, path)), path).toBe(true)
  }
  // A browser loads all of it.
  expect(Object.keys(dependencies)).toEqual(['openapi-fetch'])
  const held = globSync('**/*.*', { cwd: installed }).map((path) => path.replaceAll('\\', '/'))
  expect(held).toContain('dist/openapi.d.ts')
  const strange = /\.test\.|testing|(?<!\.d)\.ts$/
  expect(held.filter((path) => strange.test(path))).toEqual([])
})

test('the built modules run elsewhere, on nothing but Node', async () => {
  writeFileSync(
    join(project, 'run.js'),
    `import { createServer } from 'node:http'
import { createClient, isProblem, NoAnswer } from '@vestibule/client'

const server = createServer((request, response) => {
  const { authorization } = request.headers
  const isThere = request.url === '/api/me'
  response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(isThere ? { displayName: authorization } : { code: 'not_found', requestId: 'r' }))
})
server.listen(0, '127.0.0.1', async () => {
  const baseUrl = 'http://127.0.0.1:' + server.address().port
  const client = createClient({ baseUrl, getToken: () => 'token' })
  const { displayName } = await client.getMe()
  const isGone = await client.getUser('x').catch((error) => isProblem(error, 'not_found'))
  server.closeAllConnections()
  server.close()
  console.log(JSON.stringify([displayName, isGone, typeof NoAnswer]))
})
`,
  )
  expect(JSON.parse(await runNode(['run.js'], project))).toEqual(['Bearer token', true, 'function'])
})

test.each([
  ['nodenext', []],
  ['esnext', ['--moduleResolution', 'bundler']],
])('its types hold for another project, also unskipped (%s)', async (module, more) => {
  writeFileSync(
    join(project, 'consumer.ts'),
    `import { ApiProblem, type Client, createClient, isProblem, type SettledUserBatch } from '@vestibule/client'

export const client: Client = createClient({
  baseUrl: 'https://vestibule.example',
  getToken: ({ claims, signal }) => claims ?? String(signal?.aborted),
})
export async function list(): Promise<string[]> {
  const ids: string[] = []
  for await (const user of client.listAllUsers({ top: 999 })) ids.push(user.id)
  // @ts-expect-error there is no such column
  client.listAllUsers({ orderBy: 'shoeSize' })
  return ids
}
export function judge(error: unknown): string | undefined {
  if (isProblem(error, 'rate_limited', 'overloaded')) {
    const code: 'rate_limited' | 'overloaded' = error.problem.code
    return code
  }
  // @ts-expect-error there is no such code
  if (isProblem(error, 'no_such_code')) return undefined
  // @ts-expect-error it may be any code
  return error instanceof ApiProblem ? (error.problem.code satisfies 'csrf') : undefined
}
export const toStatus = ({ status }: SettledUserBatch): 'completed' | 'cancelled' | 'paused' => status
`,
  )
  const lib = ['--target', 'es2022', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable']
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false']
  const args = ['--noEmit', ...strict, ...lib, '--module', module, ...more, 'consumer.ts']
  expect(await runNode([TSC, ...args], project)).toBe('')
})

test('the examples of its README compile', async () => {
  for (const name of ['@azure/msal-node', '@azure/msal-browser', '@types/node']) {
    link(join(ROOT, 'tests'), name)
  }
  const examples = [...readText('packages/client/README.md').matchAll(/```ts\n(.*?)```/gs)]
  expect(examples.length).toBeGreaterThan(5)
  const names = examples.map(([, code = ''], index) => {
    writeFileSync(join(project, `example-${index}.ts`), code)
    return `example-${index}.ts`
  })
  const args = ['--noEmit', '--strict', '--skipLibCheck', '--types', 'node', '--module', 'nodenext']
  const lib = ['--target', 'es2022', '--lib', 'es2022,dom,dom.iterable,dom.asynciterable']
  expect(await runNode([TSC, ...args, ...lib, ...names], project)).toBe('')
})

/** What it wrote. Fails with that when it fails. */
async function runNode(args: readonly string[], cwd: string): Promise<string> {
  const run = promisify(execFile)(process.execPath, args, { cwd })
  const { stdout } = await run.catch(({ stdout, stderr }) => expect.fail(`${stdout}${stderr}`))
  return stdout
}

/** Installs in the project what a package of ours depends on. */
function link(from: string, name: string): void {
  const path = join(project, 'node_modules', name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(join(from, 'node_modules', name), path, 'junction')
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value))
}
