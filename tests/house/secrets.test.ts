import { test } from 'vitest'
import { expectNone, type Finding, listSources, type SyntaxNode, toLine, visit } from './tree.ts'

const PRODUCT = listSources(
  'apps/*/src/**',
  ...['client', 'contract', 'graph', 'store'].map((name) => `packages/${name}/src/**`),
).filter((path) => !/\.test\.tsx?$/.test(path) && !path.includes('/testing/'))

test('nothing is made by a generator that can be guessed', () => {
  /** Path → what it is good for there. */
  const allowed = new Map([
    ['packages/store/src/retry-while-busy.ts', 'spreads those who wait for a lock'],
  ])
  const findings = find(PRODUCT, (node) => {
    const isRandom =
      node.type === 'MemberExpression' &&
      readName(node.object) === 'Math' &&
      readName(node) === 'random'
    const isOld = node.type === 'Identifier' && node.name === 'pseudoRandomBytes'
    return isRandom || isOld ? 'takes a number that can be guessed' : undefined
  })
  expectNone(
    'what is random comes from node:crypto; where guessing does no harm, tests/house/secrets.test.ts says why',
    findings.filter(({ path }) => !allowed.has(path)),
  )
  const paths = new Set(findings.map(({ path }) => path))
  expectNone(
    'the list of those who may hold those alone who do',
    [...allowed.keys()]
      .filter((path) => !paths.has(path))
      .map((path) => ({ path, line: 1, what: 'needs no exception any more' })),
  )
})

test('a secret is compared by its hash, or in constant time', () => {
  const secret =
    /secret|token|password|passphrase|verifier|cookie|signature|state$|nonce|assertion/i
  // A hash tells nothing by how long it takes, and a kind, a name or a time is none.
  const harmless = /hash|kind|type|name|id$|expires|state$|length|endpoint|url|context|failure/i
  const paths = PRODUCT.filter((path) => /^(?:apps\/bff|apps\/cli|packages\/store)\//.test(path))
  expectNone(
    'a secret is looked up by its hash or compared by timingSafeEqual, never by ===',
    find(paths, (node) => {
      if (node.type !== 'BinaryExpression') return undefined
      if (!/^[!=]==?$/.test(String(node.operator))) return undefined
      const sides = [node.left, node.right] as SyntaxNode[]
      // Whether there is one at all, or of what kind, is no comparison of secrets.
      if (sides.some(isConstant)) return undefined
      const name = sides.map(readName).find((one) => one && secret.test(one) && !harmless.test(one))
      return name && `compares ${name}`
    }),
  )
})

function find(
  paths: readonly string[],
  judge: (node: SyntaxNode) => string | undefined,
): Finding[] {
  const findings: Finding[] = []
  for (const path of paths) {
    visit(path, (node) => {
      const what = judge(node)
      if (what) findings.push({ path, line: toLine(path, node.start), what })
    })
  }
  return findings
}

/** The name of a variable, or the last one of a chain of members. */
function readName(value: unknown): string | undefined {
  const node = value as SyntaxNode
  if (node.type === 'Identifier') return String(node.name)
  if (node.type === 'ChainExpression') return readName(node.expression)
  if (node.type === 'CallExpression') return readName(node.callee)
  return node.type === 'MemberExpression' ? readName(node.property) : undefined
}

function isConstant(node: SyntaxNode): boolean {
  return (
    node.type === 'Literal' ||
    node.type === 'UnaryExpression' ||
    (node.type === 'Identifier' && node.name === 'undefined')
  )
}
