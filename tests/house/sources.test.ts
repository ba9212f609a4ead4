import { test } from 'vitest'
import {
  expectNone,
  type Finding,
  findLines,
  listFiles,
  listSources,
  readLiteral,
  readText,
  type SyntaxNode,
  toLine,
  visit,
} from './tree.ts'

test('only the configuration reads the environment', () => {
  const allowed =
    /^(?:apps\/bff\/src\/config\/|apps\/[^/]+\/src\/main\.ts$|apps\/demo\/|scripts\/|tests\/)/
  const paths = listSources().filter((path) => !allowed.test(path))
  expectNone(
    'process.env is read by apps/bff/src/config, the mains, apps/demo, scripts and tests',
    findNodes(paths, (node) => {
      if (node.type === 'MemberExpression' && isProcess(node.object) && readKey(node) === 'env')
        return 'reads process.env'
      if (node.type === 'VariableDeclarator' && isProcess(node.init) && isPattern(node.id))
        return 'takes process apart'
      const source = node.type === 'ImportDeclaration' && readLiteral(node.source as SyntaxNode)
      return source && /^(?:node:)?process$/.test(source) ? `imports ${source}` : undefined
    }),
  )
})

test('only the error handler writes an error body', () => {
  const paths = listSources('apps/bff/**').filter(
    (path) => path !== 'apps/bff/src/plugins/error-handler.ts',
  )
  expectNone(
    'only apps/bff/src/plugins/error-handler.ts writes application/problem+json',
    findNodes(paths, (node, parents) => {
      if (!readLiteral(node)?.includes('application/problem+json')) return undefined
      // As a key it describes a response in the OpenAPI document and sends nothing.
      return parents.at(-1)?.key === node ? undefined : 'names the media type'
    }),
  )
})

test('product code does not know the demo tenant', () => {
  const product = ['contract', 'client', 'graph', 'store'].map((name) => `packages/${name}/src/**`)
  expectNone(
    'the demo tenant is reached by configuration alone: no condition asks for it',
    findNodes(listSources('apps/bff/src/**', 'apps/web/src/**', ...product), (node) => {
      if (node.type !== 'IfStatement' && node.type !== 'ConditionalExpression') return undefined
      const { start, end } = node.test as { start: number; end: number }
      return { start, end, pattern: /emulator|demo ?tenant/i, what: 'asks for the demo tenant' }
    }),
  )
})

test('only routes.ts of the web spells a path', () => {
  const paths = listSources('apps/web/src/**').filter(
    (path) => path !== 'apps/web/src/routes.ts' && !/\.test\.tsx?$/.test(path),
  )
  expectNone(
    'paths of ours are written in apps/web/src/routes.ts and used from there',
    findNodes(paths, (node, parents) => {
      const text = readLiteral(node)
      if (text === undefined) return undefined
      if (/^\/[\w$:.-]/.test(text)) return `spells ${text}`
      // Home is spelled by a lone slash, which elsewhere may be just a slash.
      return text === '/' && isAddress(parents.at(-1)) ? 'spells /' : undefined
    }),
  )
})

test('a file is named for what it holds', () => {
  const vague = /(?:^|[/.-])(?:utils?|helpers?|common|managers?|misc)(?=$|[/.-])/i
  expectNone(
    'no file or folder is called utils, helpers, common or manager (tests/helpers is)',
    listFiles()
      .filter((path) =>
        vague.test(path.replace(/^tests\/helpers\//, '').replace(/(?<=[a-z])(?=[A-Z])/g, '-')),
      )
      .map((path) => ({ path, line: 1, what: 'says nothing about what is in it' })),
  )
})

test('no test is left out', () => {
  const runners = new Set(['it', 'test', 'describe', 'suite', 'bench'])
  const modifiers = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails'])
  expectNone(
    'every test runs in every run',
    findNodes(listSources(), (node, parents) => {
      const root = readRoot(node)
      if (!root || !runners.has(root)) return undefined
      if (node.type === 'MemberExpression') {
        const key = readKey(node)
        return key && modifiers.has(key) ? `${root}.${key}` : undefined
      }
      if (node.type !== 'CallExpression' || parents.length === 0) return undefined
      const option = (node.arguments as SyntaxNode[])
        .filter(({ type }) => type === 'ObjectExpression')
        .flatMap(({ properties }) => properties as SyntaxNode[])
        .map(readKey)
        .find((key) => key && modifiers.has(key))
      return option && `${root} with the option ${option}`
    }),
  )
})

test('no comment silences the type checker', () => {
  expectNone(
    'a type error is mended, or expected with @ts-expect-error where it is the point',
    findLines(listSources(), /@ts-(?:ignore|nocheck)\b/, 'silences the type checker'),
  )
})

test('no source file is longer than 300 lines without a reason', () => {
  /** Path → the reason, as one would say it aloud. */
  const reasons = new Map<string, string>()
  const long = listFiles('apps/*/src/**', 'packages/*/src/**')
    .filter((path) => /\.(?:tsx?|css)$/.test(path) && !path.endsWith('.d.ts'))
    .map((path) => ({ path, lines: readText(path).split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
  expectNone(
    'a file is read in one go: at most 300 lines, or a reason in tests/house/sources.test.ts',
    long
      .filter(({ path }) => !reasons.has(path))
      .map(({ path, lines }) => ({ path, line: 301, what: `has ${lines} lines` })),
  )
  const paths = new Set(long.map(({ path }) => path))
  expectNone(
    'the list of long files holds long files only',
    [...reasons.keys()]
      .filter((path) => !paths.has(path))
      .map((path) => ({ path, line: 1, what: 'needs no reason any more' })),
  )
})

/** A finding, or a stretch of the file that must not meet a pattern. */
type Verdict =
  | string
  | { start: number; end: number; pattern: RegExp; what: string }
  | false
  | undefined

function findNodes(
  paths: readonly string[],
  judge: (node: SyntaxNode, parents: readonly SyntaxNode[]) => Verdict,
): Finding[] {
  const findings: Finding[] = []
  for (const path of paths) {
    visit(path, (node, parents) => {
      const verdict = judge(node, parents)
      if (!verdict) return
      const line = toLine(path, node.start)
      if (typeof verdict === 'string') findings.push({ path, line, what: verdict })
      else if (verdict.pattern.test(readText(path).slice(verdict.start, verdict.end)))
        findings.push({ path, line, what: verdict.what })
    })
  }
  return findings
}

/** `process`, also as `globalThis.process`. */
function isProcess(value: unknown): boolean {
  const node = value as SyntaxNode | null | undefined
  if (node?.type === 'Identifier') return node.name === 'process'
  return node?.type === 'MemberExpression' && readKey(node) === 'process'
}

function isPattern(value: unknown): boolean {
  return (value as SyntaxNode).type === 'ObjectPattern'
}

/** The name of a member or of a property, when it is written out. */
function readKey(node: SyntaxNode): string | undefined {
  const key = (node.property ?? node.key) as SyntaxNode | undefined
  return key?.type === 'Identifier' && !node.computed ? (key.name as string) : readLiteral(key)
}

/** The first name of `it.skip.each(…)`. */
function readRoot(node: SyntaxNode): string | undefined {
  const below = (node.object ?? node.callee) as SyntaxNode | undefined
  if (below) return readRoot(below)
  return node.type === 'Identifier' ? (node.name as string) : undefined
}

/** Whether a literal right under this node is where something leads to. */
function isAddress(parent: SyntaxNode | undefined): boolean {
  const name = (parent?.type === 'JSXAttribute' ? parent.name : parent?.key) as
    | SyntaxNode
    | undefined
  return ['to', 'href', 'path', 'returnTo'].includes(String(name?.name))
}
