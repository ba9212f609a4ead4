import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { listShippedPackages } from '../tests/house/list-shipped-packages.ts'
import {
  findForeignPackages,
  findLicences,
  findLooseSettings,
  findOldVersions,
} from '../tests/house/supply-chain-rules.ts'
import { ROOT } from './run-command.ts'

// Holds what comes from others against the rules of tests/house/supply-chain-rules.ts, without asking anybody.

/** What goes out: in the image, in the pages, and as a package of its own. */
const SHIPPED = ['apps/bff', 'apps/cli', 'apps/web', 'packages/client']

const complaints = [
  ...checkFiles('pnpm-lock.yaml', findForeignPackages),
  ...checkFiles('pnpm-lock.yaml', findOldVersions),
  ...checkFiles('pnpm-workspace.yaml', findLooseSettings),
  ...findLicences(listShippedPackages(SHIPPED.map((folder) => join(ROOT, folder)))),
]
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exitCode = 1

/** The root's, and that of every workspace of its own. */
function checkFiles(name: string, findProblems: (content: object) => string[]): string[] {
  const paths = globSync(`{.,tests/*}/${name}`, { cwd: ROOT })
  if (paths.length === 0) throw new Error(`There is no ${name}.`)
  return paths.flatMap((path) =>
    findProblems(parse(readFileSync(join(ROOT, path), 'utf8'))).map((text) => `${path}  ${text}`),
  )
}
