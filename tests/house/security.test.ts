import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'vitest'
import {
  expectNone,
  type Finding,
  ROOT,
  readLiteral,
  readText,
  type SyntaxNode,
  visit,
} from './tree.ts'

const DOCUMENT = 'docs/security.md'

test('docs/security.md names tests that there are', () => {
  expectNone(
    'each test in a table of docs/security.md is there: its file, and its title behind those of its describe blocks',
    readText(DOCUMENT)
      .split('\n')
      .flatMap((text, index) =>
        text.startsWith('|')
          ? checkRow(text).map((what) => ({ path: DOCUMENT, line: index + 1, what }))
          : [],
      ) satisfies Finding[],
  )
})

/** What is wrong with the tests that a row names, in the cell where each follows its file: `a.test.ts` title · title. */
function checkRow(row: string): string[] {
  return row
    .split(' | ')
    .filter(
      (cell) => cell.trimStart().replace(/^\| /, '').startsWith('`') && cell.includes('.test.ts`'),
    )
    .flatMap((cell) => {
      let file = ''
      return cell.split(' · ').flatMap((part) => {
        const [, named, title = ''] = /^[\s|]*(?:`([^`]+\.test\.ts)`)?([^|]*)/.exec(part) ?? []
        if (named) file = toPath(named)
        if (!existsSync(join(ROOT, file))) return [`names ${file}, which is not there`]
        const wanted = title.trim()
        if (wanted === '' || readTitles(file).some((pattern) => pattern.test(wanted))) return []
        return [`names “${wanted}”, which ${file} has not`]
      })
    })
}

function toPath(named: string): string {
  return /^(?:apps|packages|tests)\//.test(named) ? named : `tests/bff/${named}`
}

const titles = new Map<string, RegExp[]>()

/** The titles of a file's tests, with any number of the blocks around them left out from the outside. */
function readTitles(file: string): RegExp[] {
  const known = titles.get(file)
  if (known) return known
  const found: RegExp[] = []
  visit(file, (node, parents) => {
    if (!isCallOf(node, /^(?:it|test)$/)) return
    const own = readTitle(node)
    if (own === undefined) return
    const around = parents.filter((parent) => isCallOf(parent, /^describe$/)).map(readTitle)
    for (let from = 0; from <= around.length; from += 1) {
      found.push(toPattern([...around.slice(from), own].join(': ')))
    }
  })
  titles.set(file, found)
  return found
}

/** A call of the runner itself, or of what its `each` gives. */
function isCallOf(node: SyntaxNode, name: RegExp): boolean {
  if (node.type !== 'CallExpression') return false
  const callee = node.callee as SyntaxNode
  let runner = (callee.type === 'CallExpression' ? callee.callee : callee) as SyntaxNode
  // `describe.concurrent.each`
  while (runner.type === 'MemberExpression') runner = runner.object as SyntaxNode
  return name.test(String(runner.name))
}

function readTitle(node: SyntaxNode): string | undefined {
  const [first] = node.arguments as SyntaxNode[]
  if (first?.type !== 'TemplateLiteral') return readLiteral(first)
  const parts = first.quasis as { value: { cooked: string } }[]
  return parts.map(({ value }) => value.cooked).join('%s')
}

/** What the cases of a test put into its title is not looked at; a document writes … for it. */
function toPattern(title: string): RegExp {
  const parts = title.split(/%[sijdo]|\$\w+/)
  return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join('.+')}$`, 'su')
}
