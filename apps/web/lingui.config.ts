import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { defineConfig } from '@lingui/cli'
import { formatter } from '@lingui/format-po'

const SOURCES = join(import.meta.dirname, 'src')

export default defineConfig({
  rootDir: import.meta.dirname,
  sourceLocale: 'en',
  locales: ['en', 'fr'],
  // One for each entry, of the texts that it shows: no page loads another one's.
  catalogs: [
    { path: '<rootDir>/src/locales/{locale}', include: listModules('main.tsx') },
    { path: '<rootDir>/src/locales/sign-in/{locale}', include: listModules('sign-in.tsx') },
    { path: '<rootDir>/src/locales/api-docs/{locale}', include: listModules('api-docs.tsx') },
  ],
  // Without line numbers, moving code does not change the catalogues.
  format: formatter({ lineNumbers: false }),
  // No fallbackLocales: `compile --strict` would then pass with nothing translated.
})

/** An entry and all of our modules that it leads to, at once or when they are wanted. */
function listModules(entry: string): string[] {
  const found = new Set([join(SOURCES, entry)])
  // A set is walked in the order of insertion, to what is added on the way as well.
  for (const path of found) {
    const source = readFileSync(path, 'utf8')
    for (const [, name = ''] of source.matchAll(/(?:from|import\(|import) ?'(\.[^']+\.tsx?)'/g)) {
      const imported = join(dirname(path), name)
      if (existsSync(imported)) found.add(imported)
    }
  }
  return [...found].toSorted()
}
