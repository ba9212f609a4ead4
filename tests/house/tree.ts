import { globSync, readFileSync, statSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { parseAst } from 'vitest/node'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A place that breaks a rule. */
export interface Finding {
  path: string
  line: number
  what: string
}

/** What is visited of a syntax tree: any node of it, with the nodes around it, nearest last. */
export interface SyntaxNode {
  type: string
  start: number
  [key: string]: unknown
}
type Visit = (node: SyntaxNode, parents: readonly SyntaxNode[]) => void

/** Fails with the rule and every place that breaks it, each on a line that editors can open. */
export function expectNone(rule: string, findings: readonly Finding[]): void {
  if (findings.length === 0) return
  const lines = findings.map(({ path, line, what }) => `  ${path}:${line}  ${what}`)
  expect.fail(`${rule}\n${lines.join('\n')}`)
}

/** All files of the repository that git would keep, from its root, with `/` on every system. */
export function listFiles(...patterns: string[]): string[] {
  allFiles ??= readTree()
  if (patterns.length === 0) return allFiles
  return allFiles.filter((path) => patterns.some((pattern) => matchesGlob(path, pattern)))
}

/** The sources that people write: no declarations, which are generated. */
export function listSources(...patterns: string[]): string[] {
  return listFiles(...patterns).filter(
    (path) => /\.(?:[cm]?[jt]s|tsx)$/.test(path) && !path.endsWith('.d.ts'),
  )
}

export function readText(path: string): string {
  let text = texts.get(path)
  if (text === undefined) {
    text = readFileSync(join(ROOT, path), 'utf8')
    texts.set(path, text)
  }
  return text
}

export function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readText(path))
}

/** Visits every node of a source file. */
export function visit(path: string, visitor: Visit): void {
  let tree = trees.get(path)
  if (!tree) {
    const lang = path.endsWith('.tsx') ? 'tsx' : 'ts'
    tree = parseAst(readText(path), { lang }, path) as unknown as SyntaxNode
    trees.set(path, tree)
  }
  visitNode(tree, [], visitor)
}

/** The line of an offset into a file, as editors count. */
export function toLine(path: string, offset: number): number {
  return readText(path).slice(0, offset).split('\n').length
}

/** Every line of these files that the pattern meets. */
export function findLines(paths: readonly string[], pattern: RegExp, what: string): Finding[] {
  return paths.flatMap((path) =>
    readText(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1, what }] : [])),
  )
}

/** The text of a literal, also of a template as far as its first `${`; undefined for other nodes. */
export function readLiteral(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type !== 'TemplateLiteral') return undefined
  const [first] = node.quasis as [{ value: { cooked: string } }]
  return first.value.cooked
}

let allFiles: string[] | undefined
const texts = new Map<string, string>()
const trees = new Map<string, SyntaxNode>()

// Read from .gitignore and not from git: the tests also run where there is only an archive.
function readTree(): string[] {
  const ignored = readText('.gitignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\/$/, ''))
    .map((pattern) => (pattern.includes('/') ? pattern.replace(/^\//, '') : `**/${pattern}`))
    .concat('.git')
  return globSync('**/*', {
    cwd: ROOT,
    exclude: (path) => ignored.some((pattern) => matchesGlob(path, pattern)),
  })
    .filter((path) => statSync(join(ROOT, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

function visitNode(node: SyntaxNode, parents: readonly SyntaxNode[], visitor: Visit): void {
  visitor(node, parents)
  const below = [...parents, node]
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) visitNode(child, below, visitor)
    }
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
