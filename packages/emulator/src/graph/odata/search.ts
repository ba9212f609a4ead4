import type { GraphUser } from '../../world/user.ts'
import { createUnsupported } from './filter.ts'

type Predicate = (user: GraphUser) => boolean

const searchable = ['displayName', 'mail', 'userPrincipalName', 'givenName', 'surname'] as const
type Searchable = (typeof searchable)[number]

/** Words of a name: cut at everything that is no letter or digit, and where the letter case changes. */
function toWords(text: string): string[] {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
}

const wordsOf = new WeakMap<GraphUser, { name: string; words: string[] }>()

/** Remembered, because a search over 200,000 names would cut each of them anew. */
function getNameWords(user: GraphUser): string[] {
  const known = wordsOf.get(user)
  if (known?.name === user.displayName) return known.words
  const words = toWords(user.displayName)
  wordsOf.set(user, { name: user.displayName, words })
  return words
}

/**
 * `displayName` is compared word by word, each wanted word being the beginning of one; the other properties
 * only at their beginning. https://learn.microsoft.com/graph/search-query-parameter#using-search-on-directory-object-collections
 */
function createClause(clause: string): Predicate {
  const colon = clause.indexOf(':')
  const property = searchable.find((name) => name === clause.slice(0, Math.max(colon, 0)))
  if (property === undefined) {
    throw createUnsupported(`Unrecognized query argument specified: '${clause}'.`)
  }
  const text = clause.slice(colon + 1).trim()
  if (property === 'displayName') {
    const wanted = toWords(text)
    return (user) =>
      wanted.length > 0 &&
      wanted.every((word) => getNameWords(user).some((own) => own.startsWith(word)))
  }
  return startsWith(property, text.toLowerCase())
}

function startsWith(property: Searchable, wanted: string): Predicate {
  return (user) => user[property]?.toLowerCase().startsWith(wanted) ?? false
}

/** Parses `"displayName:ann" OR "mail:ann"`: quoted clauses, AND before OR. Throws 400 for anything else. */
export function parseSearch(text: string): Predicate {
  const tokens = [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)]
  const alternatives: Predicate[][] = [[]]
  tokens.forEach(([token, clause, word], index) => {
    const isClauseDue = index % 2 === 0
    if (isClauseDue && clause !== undefined) {
      alternatives.at(-1)?.push(createClause(clause.replace(/\\(.)/g, '$1')))
    } else if (!isClauseDue && word === 'OR') alternatives.push([])
    else if (isClauseDue || word !== 'AND') {
      throw createUnsupported(`Syntax error in $search at '${token}'.`)
    }
  })
  if (tokens.length % 2 === 0) throw createUnsupported('Syntax error in $search.')
  return (user) => alternatives.some((clauses) => clauses.every((clause) => clause(user)))
}
