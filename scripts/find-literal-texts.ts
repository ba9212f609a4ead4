import { parseAst } from 'vite'

/** A text that a person would see, which no macro of Lingui's takes to the catalogues. */
export interface LiteralText {
  line: number
  text: string
}

/** The same in every language. */
const NAMES = new Set(['Vestibule'])
/** Elements whose own texts go to the catalogues. */
const MACROS = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal'])
/** Attributes that are shown or read out. */
const SPOKEN =
  /^(?:aria-(?:label|description|placeholder|roledescription|valuetext)|alt|label|placeholder|title)$/
/** The same on our own components; HTML has some of these for machines. */
const SPOKEN_BY_OURS = /^(?:copyLabel|hint|name|says)$/

interface SyntaxNode {
  type: string
  start: number
  [key: string]: unknown
}
type Find = (node: SyntaxNode, text: string) => void

/** Finds the literals among what the JSX of a source file shows or reads out. */
export function findLiteralTexts(source: string): LiteralText[] {
  const found: LiteralText[] = []
  const tree = parseAst(source, { lang: 'tsx' }) as unknown as SyntaxNode
  visit(tree, false, ({ start }, text) => {
    if (!/\p{L}/u.test(text) || NAMES.has(text.trim())) return
    found.push({ line: source.slice(0, start).split('\n').length, text: text.trim() })
  })
  return found
}

function visit(node: SyntaxNode, isInMacro: boolean, find: Find): void {
  let isTaken = isInMacro
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    const name = toName(node.openingElement)
    isTaken ||= MACROS.has(name)
    if (!isTaken) for (const child of toNodes(node.children)) readTexts(child, find)
  } else if (node.type === 'JSXOpeningElement' && !MACROS.has(toName(node))) {
    for (const attribute of toNodes(node.attributes)) {
      if (isSpoken(toName(attribute), toName(node))) readTexts(attribute.value, find)
    }
  }
  for (const child of Object.values(node).flatMap(toNodes)) visit(child, isTaken, find)
}

function isSpoken(attribute: string, element: string): boolean {
  return SPOKEN.test(attribute) || (/^[A-Z]/.test(element) && SPOKEN_BY_OURS.test(attribute))
}

/** The literals that an expression can come to. What a macro makes of its own is none any more. */
function readTexts(value: unknown, find: Find): void {
  if (!isNode(value)) return
  switch (value.type) {
    case 'JSXText':
    case 'Literal':
      if (typeof value.value === 'string') find(value, value.value)
      break
    case 'TemplateLiteral':
      for (const part of toNodes(value.quasis)) {
        find(part, (part.value as { cooked: string }).cooked)
      }
      break
    case 'JSXExpressionContainer':
      readTexts(value.expression, find)
      break
    case 'ConditionalExpression':
      readTexts(value.consequent, find)
      readTexts(value.alternate, find)
      break
    case 'LogicalExpression':
      readTexts(value.left, find)
      readTexts(value.right, find)
      break
    case 'BinaryExpression':
      if (value.operator === '+') {
        readTexts(value.left, find)
        readTexts(value.right, find)
      }
      break
  }
}

function toName(node: unknown): string {
  const { name } = (node ?? {}) as { name?: { name?: unknown } }
  return typeof name?.name === 'string' ? name.name : ''
}

function toNodes(value: unknown): SyntaxNode[] {
  return (Array.isArray(value) ? value : [value]).filter(isNode)
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
