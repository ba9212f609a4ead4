import { GraphError } from '../graph-error.ts'

export type Token =
  | { kind: 'name'; text: string }
  | { kind: 'string'; text: string }
  | { kind: 'literal'; text: string }
  | { kind: 'mark'; text: '(' | ')' | ',' | ':' }

const patterns: [kind: Token['kind'] | 'space', pattern: RegExp][] = [
  ['space', /\s+/y],
  ['string', /'(?:[^']|'')*'/y],
  ['mark', /[(),:]/y],
  // GUIDs, times and numbers come without quotes.
  [
    'literal',
    /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d{2}-\d{2}(?:T[0-9:.]+Z?)?|-?\d+/iy,
  ],
  ['name', /[A-Za-z_$][\w$]*(?:\/[A-Za-z_$][\w$]*)*/y],
]

export function createFilterError(detail: string): GraphError {
  return new GraphError(400, 'BadRequest', `Invalid filter clause: ${detail}`)
}

/** Cuts a filter expression into words. Throws 400 where it is none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let position = 0
  while (position < text.length) {
    const found = patterns
      .map(([kind, pattern]) => {
        pattern.lastIndex = position
        return { kind, match: pattern.exec(text)?.[0] }
      })
      .find(({ match }) => match !== undefined)
    if (found?.match === undefined) throw createFilterError(`Syntax error at position ${position}.`)
    position += found.match.length
    if (found.kind === 'space') continue
    const value =
      found.kind === 'string' ? found.match.slice(1, -1).replaceAll("''", "'") : found.match
    tokens.push({ kind: found.kind, text: value } as Token)
  }
  return tokens
}
