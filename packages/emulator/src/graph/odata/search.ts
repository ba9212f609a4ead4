import { createUnsupported } from './filter.ts'

type Item = Record<string, unknown>
type Predicate = (item: Item) => boolean

/** What of an entity can be searched. */
export interface SearchType {
  /** Compared word by word. */
  words: readonly string[]
  /** Compared at the beginning only. */
  beginnings: readonly string[]
}

/** Words of a name: cut at everything that is no letter or digit, and where the letter case changes. */
function toWords(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
}

const wordsOf = new WeakMap<Item, Map<string, { text: string; words: string[] }>>()

/** Remembered, because a search over 200,000 names would cut each of them anew. */
function getWords(item: Item, property: string): string[] {
  const text = item[property]
  if (typeof text !== 'string') return []
  const known = wordsOf.get(item) ?? new Map()
  wordsOf.set(item, known)
  const entry = known.get(property)
  if (entry?.text === text) return entry.words
  const words = toWords(text)
  known.set(property, { text, words })
  return words
}

/**
 * Names are compared word by word, each wanted word being the beginning of one; the other properties only at
 * their beginning. https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
 */
function createClause(type: SearchType, clause: string): Predicate {
  const colon = clause.indexOf(':')
  const property = clause.slice(0, Math.max(colon, 0))
  const text = clause.slice(colon + 1).trim()
  if (type.words.includes(property)) {
    const wanted = toWords(text)
    return (item) =>
      wanted.length > 0 &&
      wanted.every((word) => getWords(item, property).some((own) => own.startsWith(word)))
  }
  if (type.beginnings.includes(property)) return startsWith(property, text.toLowerCase())
  throw createUnsupported(`Unrecognized query argument specified: '${clause}'.`)
}

function startsWith(property: string, wanted: string): Predicate {
  return (item) => {
    const value = item[property]
    return typeof value === 'string' && value.toLowerCase().startsWith(wanted)
  }
}

/** Parses `"displayName:ann" OR "mail:ann"`: quoted clauses, AND before OR. Throws 400 for anything else. */
export function parseSearch<T extends object>(
  type: SearchType,
  text: string,
): (item: T) => boolean {
  const tokens = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)]
  const alternatives: Predicate[][] = [[]]
  tokens.forEach(([token, clause, word], index) => {
    const isClauseDue = index % 2 === 0
    if (isClauseDue && clause !== undefined) {
      alternatives.at(-1)?.push(createClause(type, clause.replace(/\\(.)/g, '$1')))
    } else if (!isClauseDue && word === 'OR') alternatives.push([])
    else if (isClauseDue || word !== 'AND') {
      throw createUnsupported(`Syntax error in $search at '${token}'.`)
    }
  })
  if (tokens.length % 2 === 0) throw createUnsupported('Syntax error in $search.')
  return (item) =>
    alternatives.some((clauses) => clauses.every((clause) => clause(item as unknown as Item)))
}
