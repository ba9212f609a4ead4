import { posix } from 'node:path'
import { test } from 'vitest'
import {
  expectNone,
  type Finding,
  listFiles,
  listSources,
  readJson,
  readLiteral,
  type SyntaxNode,
  toLine,
  visit,
} from './tree.ts'

/** Who may import whom, of our own packages. A new package says so here first. */
const DIRECTIONS: Record<string, readonly string[]> = {
  'packages/contract': [],
  'packages/client': ['@vestibule/contract'],
  'packages/graph': [],
  'packages/store': [],
  'packages/emulator': [],
  'packages/user-list': [],
  'apps/web': ['@vestibule/client', '@vestibule/user-list'],
  'apps/bff': [
    '@vestibule/contract',
    '@vestibule/graph',
    '@vestibule/store',
    '@vestibule/user-list',
  ],
  'apps/cli': ['@vestibule/bff', '@vestibule/contract', '@vestibule/graph', '@vestibule/store'],
  'apps/demo': ['@vestibule/bff', '@vestibule/emulator'],
  tests: [
    '@vestibule/bff',
    '@vestibule/cli',
    '@vestibule/client',
    '@vestibule/contract',
    '@vestibule/demo',
    '@vestibule/emulator',
    '@vestibule/graph',
    '@vestibule/store',
    '@vestibule/user-list',
  ],
}

const WORKSPACE = listFiles('apps/*/package.json', 'packages/*/package.json', 'tests/package.json')
const IMPORTS = listSources('apps/**', 'packages/**', 'tests/**').flatMap(readImports)

test('every package says in one place whom it may import', () => {
  const rule = 'a workspace package stands in DIRECTIONS of tests/house/imports.test.ts'
  const unknown = WORKSPACE.filter((path) => !(posix.dirname(path) in DIRECTIONS))
  expectNone(
    rule,
    unknown.map((path) => ({ path, line: 1, what: 'is not in the table' })),
  )
})

test('contract ← client ← web, contract ← bff → graph, store, emulator ← demo, tests', () => {
  const rule = 'packages import each other only in the directions of the house'
  expectNone(
    rule,
    IMPORTS.filter(({ from, specifier }) => {
      const name = readOwnName(specifier)
      return name !== undefined && !DIRECTIONS[from]?.includes(name)
    }).map(toFinding),
  )
  // What stands in package.json could be imported tomorrow.
  expectNone(
    rule,
    WORKSPACE.flatMap((path) =>
      readOwnDependencies(path)
        .filter((name) => !DIRECTIONS[posix.dirname(path)]?.includes(name))
        .map((name) => ({ path, line: 1, what: `depends on ${name}` })),
    ),
  )
})

test('no relative path leads out of its package', () => {
  expectNone(
    'another package is imported by its name',
    IMPORTS.filter(({ from, path, specifier }) => {
      if (posix.isAbsolute(specifier) || specifier.startsWith('file:')) return true
      if (!specifier.startsWith('.')) return false
      return !posix.join(posix.dirname(path), specifier).startsWith(`${from}/`)
    }).map(toFinding),
  )
})

test("nothing is imported past a package's door", () => {
  const doors = new Set(WORKSPACE.flatMap(readDoors))
  expectNone(
    'of our packages only what their `exports` name is imported',
    IMPORTS.filter(({ specifier }) => {
      return readOwnName(specifier) !== undefined && !doors.has(specifier)
    }).map(toFinding),
  )
})

test('auth, tokens, directory, accounts and batches know no Fastify', () => {
  const free = /^apps\/bff\/src\/(?:auth|tokens|directory|accounts|batches)\//
  const taken = /^apps\/bff\/src\/(?:plugins|routes)\/|^apps\/bff\/src\/app\.ts$/
  expectNone(
    'these folders import no Fastify, and nothing of plugins and routes, which stand on it',
    IMPORTS.filter(({ path, specifier }) => {
      if (!free.test(path)) return false
      if (/^fastify(?:$|[-/])|^@fastify\//.test(specifier)) return true
      return specifier.startsWith('.') && taken.test(posix.join(posix.dirname(path), specifier))
    }).map(toFinding),
  )
})

test('only the entries of the web import global CSS', () => {
  const entries = ['main', 'sign-in', 'api-docs'].map((name) => `apps/web/src/${name}.tsx`)
  expectNone(
    'other files import CSS modules (*.module.css)',
    IMPORTS.filter(({ path, specifier }) => {
      return (
        path.startsWith('apps/web/src/') &&
        /(?<!\.module)\.css(?:$|\?)/.test(specifier) &&
        !entries.includes(path)
      )
    }).map(toFinding),
  )
})

interface Import {
  /** The folder of the package that imports. */
  from: string
  path: string
  line: number
  specifier: string
}

/** Static, dynamic and type imports and re-exports of a file. */
function readImports(path: string): Import[] {
  const from = path.startsWith('tests/') ? 'tests' : path.split('/').slice(0, 2).join('/')
  const imports: Import[] = []
  visit(path, (node) => {
    if (
      !/^(?:Import|Export(?:All|Named))(?:Declaration|Expression)$|^TSImportType$/.test(node.type)
    )
      return
    const specifier = readLiteral(node.source as SyntaxNode | undefined)
    if (specifier === undefined) return
    imports.push({ from, path, line: toLine(path, node.start), specifier })
  })
  return imports
}

function toFinding({ path, line, specifier }: Import): Finding {
  return { path, line, what: `imports ${specifier}` }
}

function readOwnName(specifier: string): string | undefined {
  return /^@vestibule\/[^/]+/.exec(specifier)?.[0]
}

function readOwnDependencies(path: string): string[] {
  const { dependencies, devDependencies } = readJson(path)
  return Object.keys({ ...(dependencies as object), ...(devDependencies as object) }).filter(
    (name) => readOwnName(name) !== undefined,
  )
}

function readDoors(path: string): string[] {
  const { name, exports } = readJson(path)
  if (typeof name !== 'string' || typeof exports !== 'object' || exports === null) return []
  return Object.keys(exports).map((door) => posix.join(name, door))
}
