import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { InstalledPackage } from './supply-chain-rules.ts'

interface Manifest {
  name: string
  version: string
  license?: unknown
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

/**
 * What goes out with these workspaces: everything that they depend on, however far down. Read from what
 * is installed; of the packages for single platforms these are the ones for this one.
 *
 * @param folders paths of workspaces, which are not named themselves
 * @throws {Error} something is not installed.
 */
export function listShippedPackages(folders: readonly string[]): InstalledPackage[] {
  const found = new Map<string, InstalledPackage | undefined>()
  for (const folder of folders) visit(realpathSync(folder), found)
  return [...found.values()].filter((one) => one !== undefined)
}

function visit(folder: string, found: Map<string, InstalledPackage | undefined>): void {
  if (found.has(folder)) return
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const { name, version, license, dependencies = {}, optionalDependencies = {} } = manifest
  const isOurs = !folder.includes('node_modules')
  found.set(folder, isOurs ? undefined : { name, version, license })
  for (const wanted of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const next = findInstalled(wanted, folder)
    if (next) visit(next, found)
    else if (!(wanted in optionalDependencies)) {
      throw new Error(`${wanted}, which ${name} depends on, is not installed.`)
    }
  }
}

/** As Node looks for it: in the folder's own `node_modules`, then in those above. */
function findInstalled(name: string, from: string): string | undefined {
  const path = join(from, 'node_modules', name)
  if (existsSync(join(path, 'package.json'))) return realpathSync(path)
  return from === dirname(from) ? undefined : findInstalled(name, dirname(from))
}
