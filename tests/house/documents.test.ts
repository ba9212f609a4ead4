import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ENVIRONMENT_VARIABLES } from '@vestibule/bff/config'
import { PROBLEMS } from '@vestibule/contract'
import { DEMO_VARIABLES } from '@vestibule/demo'
import { test } from 'vitest'
import { expectNone, type Finding, listFiles, ROOT, readText } from './tree.ts'

test('.env.example holds every variable exactly once, and nothing else', () => {
  expectNone(
    '.env.example is equal to the variables of apps/bff/src/config and apps/demo',
    compare(
      '.env.example',
      /^# ?(?=[A-Z])([A-Z][A-Z0-9_]*)=|^([A-Z][A-Z0-9_]*)=/,
      [...ENVIRONMENT_VARIABLES, ...DEMO_VARIABLES].map(({ name }) => name),
    ),
  )
})

test('docs/errors.md holds every error code exactly once, and nothing else', () => {
  expectNone(
    'docs/errors.md has one heading for each code of PROBLEMS in packages/contract',
    compare('docs/errors.md', /^### `(.*)`$/, Object.keys(PROBLEMS)),
  )
})

test('every file a document names is there', () => {
  const documents = listFiles('*.md', 'docs/**/*.md')
  expectNone(
    'a path in backticks, a link or a picture that begins with apps/, packages/, tests/, docs/ or scripts/ exists',
    documents.flatMap((path) =>
      readText(path)
        .split('\n')
        .flatMap((text, index) =>
          [...text.matchAll(/[`("]((?:apps|packages|tests|docs|scripts)\/[\w./-]+)[`)"]/g)].map(
            ([, name = '']) => ({ path, line: index + 1, name }),
          ),
        )
        .filter(({ name }) => !existsSync(join(ROOT, name)))
        .map(({ line, name }) => ({ path, line, what: `names ${name}, which is not there` })),
    ),
  )
})

/** The names that the pattern finds in a document, held against those that must be there. */
function compare(path: string, pattern: RegExp, wanted: readonly string[]): Finding[] {
  const lines = readText(path).split('\n')
  const found = lines.flatMap((text, index) => {
    const match = pattern.exec(text)
    const name = match?.[1] ?? match?.[2]
    return name === undefined ? [] : [{ name, line: index + 1 }]
  })
  const names = found.map(({ name }) => name)
  return [
    ...wanted
      .filter((name) => !names.includes(name))
      .map((name) => ({ path, line: lines.length, what: `lacks ${name}` })),
    ...found
      .filter(({ name }) => !wanted.includes(name))
      .map(({ name, line }) => ({ path, line, what: `has ${name}, which does not exist` })),
    ...found
      .filter(({ name }, index) => names.indexOf(name) !== index)
      .map(({ name, line }) => ({ path, line, what: `has ${name} again` })),
  ]
}
