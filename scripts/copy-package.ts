import { cpSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A copy to make files in: the tree that people work in is never touched by a check. */
export function copyPackage(source: string, folder: string): string {
  const copy = join(folder, basename(source))
  cpSync(source, copy, {
    recursive: true,
    filter: (path) => !/^(?:node_modules|dist|dist-.*)$/.test(basename(path)),
  })
  symlinkSync(join(source, 'node_modules'), join(copy, 'node_modules'), 'junction')
  return copy
}
