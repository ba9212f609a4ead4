import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, findBreakingChanges, toBareApi } from '../tests/house/find-breaking-changes.ts'
import { copyPackage } from './copy-package.ts'
import { describePermissions } from './describe-permissions.ts'
import { BIN, ROOT, runNode } from './run-command.ts'

// `node scripts/generate.ts` writes the files that are made from others;
// `node scripts/generate.ts --check` makes them elsewhere and says which of ours are stale;
// `node scripts/generate.ts --accept` also takes what breaks programs written for the API of before.

const CLIENT = join(ROOT, 'packages/client')
const WEB = join(ROOT, 'apps/web')
const DOCS = join(ROOT, 'docs')

if (process.argv.includes('--check')) await check()
else {
  await generateClient(CLIENT)
  await extractMessages(WEB)
  await describeFeatures(DOCS)
}

async function check(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-generate-'))
  try {
    const client = copyPackage(CLIENT, folder)
    await generateClient(client)
    const web = copyPackage(WEB, folder)
    await extractMessages(web)
    const docs = join(folder, 'docs')
    mkdirSync(docs)
    copyFileSync(join(DOCS, 'permissions.md'), join(docs, 'permissions.md'))
    await describeFeatures(docs)
    const stale = [
      ...findDifferences(CLIENT, client, ['openapi*.json', 'src/openapi.d.ts']),
      ...findDifferences(WEB, web, ['{locales,src}/**/*.po']),
      ...findDifferences(DOCS, docs, ['permissions.md']),
    ]
    for (const path of stale) console.error(`${path} is stale: run \`pnpm generate\`.`)
    if (stale.length > 0) process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The API as the BFF describes it, then the types of it. */
async function generateClient(folder: string): Promise<void> {
  // The BFF is not a dependency of the scripts, so there is no name to import it by.
  const { describeApi } = await import('../apps/bff/src/index.ts')
  const document = await describeApi()
  await writeFile(join(folder, 'openapi.json'), `${JSON.stringify(document, null, 2)}\n`)
  await accept(folder, document as unknown as Api)
  // The options are in the package's own script, which `pnpm --filter` runs as well.
  await runOrThrow(['--run', 'generate'], folder)
}

/**
 * Notes the shape of the API, which later ones are held against (`tests/house/api-compatibility.test.ts`). What
 * came in addition is part of it at once; what breaks somebody only when it is accepted.
 */
async function accept(folder: string, after: Api): Promise<void> {
  const path = join(folder, 'openapi.accepted.json')
  const text = readIfFile(path)
  const breaking = text ? findBreakingChanges({ before: JSON.parse(text), after }) : []
  if (breaking.length > 0 && !process.argv.includes('--accept')) {
    for (const sentence of breaking) console.error(`Breaks callers: ${sentence}`)
    return
  }
  await writeFile(path, `${JSON.stringify(toBareApi(after), null, 2)}\n`)
}

/** What each part of Vestibule needs, as docs/permissions.md shows it. */
async function describeFeatures(folder: string): Promise<void> {
  const { FEATURE_IDS } = await import('../packages/contract/src/index.ts')
  const { listFeatures } = await import('../apps/bff/src/setup/features.ts')
  const path = join(folder, 'permissions.md')
  const document = readFileSync(path, 'utf8')
  await writeFile(path, describePermissions(document, listFeatures(new Set(FEATURE_IDS))))
}

async function extractMessages(folder: string): Promise<void> {
  await runOrThrow([join(ROOT, BIN.lingui), 'extract', '--clean'], folder)
}

async function runOrThrow(args: string[], cwd: string): Promise<void> {
  const { isOk, output } = await runNode(args, { cwd })
  if (!isOk) throw new Error(`${output}\n\`node ${args.join(' ')}\` failed.`)
}

function findDifferences(ours: string, fresh: string, patterns: string[]): string[] {
  const paths = [ours, fresh].flatMap((cwd) => globSync(patterns, { cwd }))
  // Comparing nothing would pass for ever.
  if (paths.length === 0) throw new Error(`There is no ${patterns.join(', ')} in ${ours}.`)
  return [...new Set(paths)]
    .filter((path) => readIfFile(join(ours, path)) !== readIfFile(join(fresh, path)))
    .map((path) => `${ours.slice(ROOT.length)}/${path}`)
    .toSorted()
}

function readIfFile(path: string): string | undefined {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile()
  return isFile ? readFileSync(path, 'utf8') : undefined
}
