import { GraphError } from '../graph-error.ts'
import { createFilterError, type Token, tokenize } from './tokens.ts'

type Value = string | number | boolean | null
/** A person or a group, as Graph shows it. */
type Item = Record<string, unknown>
type Predicate = (item: Item) => boolean

/** What of an entity can be filtered. */
export interface FilterType {
  /** `microsoft.graph.user` and its kin. */
  name: string
  properties: readonly string[]
  /** Properties that know `endswith`. */
  endsWith: readonly string[]
  /** Collections that know `any` and `$count`; the member of their items, or null for plain values. */
  collections: Readonly<Record<string, string | null>>
}

export interface Filter<T extends object> {
  matches: (item: T) => boolean
  /** Operators that work only in an advanced query; the first one names the refusal. */
  advancedOperators: string[]
}

const comparisons: Record<string, (order: number) => boolean> = {
  eq: (order) => order === 0,
  ne: (order) => order !== 0,
  ge: (order) => order >= 0,
  gt: (order) => order > 0,
  le: (order) => order <= 0,
  lt: (order) => order < 0,
}
const advancedOnly: Record<string, string> = {
  ne: 'NotEqualsMatch',
  not: 'Not',
  endswith: 'EndsWith',
}

/** The directory compares without regard to letter case. */
const fold = (value: unknown): Value =>
  typeof value === 'string' ? value.toLowerCase() : (value as Value)

/** Undefined where there is no order, as between `null` and a text. */
function compare(left: Value, right: Value): number | undefined {
  if (left === right) return 0
  if (left === null || right === null || typeof left !== typeof right) return undefined
  return left < right ? -1 : 1
}

function toPredicate(read: (item: Item) => Value, operator: string, wanted: Value): Predicate {
  const holds = comparisons[operator]
  if (holds === undefined) throw createFilterError(`'${operator}' is not an operator.`)
  return (item) => {
    const order = compare(read(item), wanted)
    return order === undefined ? operator === 'ne' : holds(order)
  }
}

/**
 * A recursive-descent parser for the part of OData's `$filter` that the directory has on people and groups:
 * comparisons, `in`, `startswith`, `endswith`, `not`, `and`, `or`, parentheses, and `any` and `$count` on collections.
 * https://learn.microsoft.com/graph/aad-advanced-queries
 */
class FilterParser {
  readonly advancedOperators: string[] = []
  readonly #type: FilterType
  readonly #tokens: Token[]
  #position = 0

  constructor(type: FilterType, text: string) {
    this.#type = type
    this.#tokens = tokenize(text)
  }

  parse(): Predicate {
    const predicate = this.#parseOr()
    const rest = this.#peek()
    if (rest !== undefined) throw createFilterError(`Unexpected '${rest.text}'.`)
    return predicate
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#position]
  }

  #take(): Token {
    const token = this.#peek()
    if (token === undefined) throw createFilterError('Unexpected end of the expression.')
    this.#position += 1
    return token
  }

  #expect(text: string): void {
    const token = this.#take()
    if (token.text !== text) throw createFilterError(`'${text}' expected, '${token.text}' found.`)
  }

  #accept(word: string): boolean {
    const token = this.#peek()
    if (token?.kind !== 'name' || token.text.toLowerCase() !== word) return false
    this.#position += 1
    return true
  }

  #noteOperator(operator: string): void {
    const name = advancedOnly[operator]
    if (name !== undefined) this.advancedOperators.push(name)
  }

  #parseOr(): Predicate {
    const parts = [this.#parseAnd()]
    while (this.#accept('or')) parts.push(this.#parseAnd())
    return parts.length === 1 ? (parts[0] as Predicate) : (item) => parts.some((part) => part(item))
  }

  #parseAnd(): Predicate {
    const parts = [this.#parseNot()]
    while (this.#accept('and')) parts.push(this.#parseNot())
    return parts.length === 1
      ? (parts[0] as Predicate)
      : (item) => parts.every((part) => part(item))
  }

  #parseNot(): Predicate {
    if (!this.#accept('not')) return this.#parsePrimary()
    this.#noteOperator('not')
    const inner = this.#parseNot()
    return (item) => !inner(item)
  }

  #parsePrimary(): Predicate {
    const token = this.#take()
    if (token.kind === 'mark' && token.text === '(') {
      const inner = this.#parseOr()
      this.#expect(')')
      return inner
    }
    if (token.kind !== 'name') throw createFilterError(`Unexpected '${token.text}'.`)
    const name = token.text.toLowerCase()
    if (name === 'startswith' || name === 'endswith') return this.#parseFunction(name)
    const collection = Object.keys(this.#type.collections).find((known) =>
      name.startsWith(`${known.toLowerCase()}/`),
    )
    if (collection !== undefined) {
      const what = name.slice(collection.length + 1)
      if (what === 'any') return this.#parseLambda(collection)
      if (what === '$count') return this.#parseCount(collection)
    }
    return this.#parseComparison(this.#toProperty(token.text))
  }

  #toProperty(name: string): string {
    if (this.#type.properties.includes(name)) return name
    throw createPropertyNotFound(name, this.#type.name)
  }

  #takeValue(): Value {
    const token = this.#take()
    if (token.kind === 'string') return fold(token.text)
    if (token.kind === 'literal') {
      return /^-?\d+$/.test(token.text) ? Number(token.text) : fold(token.text)
    }
    const words: Record<string, Value> = { true: true, false: false, null: null }
    const word = words[token.text.toLowerCase()]
    if (token.kind !== 'name' || word === undefined) {
      throw createFilterError(`A value expected, '${token.text}' found.`)
    }
    return word
  }

  #parseComparison(property: string): Predicate {
    const read = (item: Item): Value => fold(item[property])
    const operator = this.#take().text.toLowerCase()
    if (operator === 'in') {
      const values = this.#parseList()
      return (item) => values.includes(read(item))
    }
    this.#noteOperator(operator)
    return toPredicate(read, operator, this.#takeValue())
  }

  #parseList(): Value[] {
    this.#expect('(')
    const values = [this.#takeValue()]
    while (this.#peek()?.text === ',') {
      this.#position += 1
      values.push(this.#takeValue())
    }
    this.#expect(')')
    return values
  }

  #parseFunction(name: 'startswith' | 'endswith'): Predicate {
    this.#expect('(')
    const property = this.#toProperty(this.#take().text)
    this.#expect(',')
    const wanted = this.#takeValue()
    this.#expect(')')
    this.#noteOperator(name)
    if (name === 'endswith' && !this.#type.endsWith.includes(property)) {
      throw createUnsupported(
        `Unsupported property filter clause operator 'EndsWith' for '${property}'.`,
      )
    }
    if (typeof wanted !== 'string') throw createFilterError(`'${name}' wants a text.`)
    return (item) => {
      const value = fold(item[property])
      if (typeof value !== 'string') return false
      return name === 'startswith' ? value.startsWith(wanted) : value.endsWith(wanted)
    }
  }

  /** `assignedLicenses/any(l:l/skuId eq <guid>)` and `groupTypes/any(t:t eq 'Unified')`. */
  #parseLambda(collection: string): Predicate {
    const member = this.#type.collections[collection]
    this.#expect('(')
    const variable = this.#take().text
    this.#expect(':')
    const path = this.#take().text
    if (path !== (member ? `${variable}/${member}` : variable)) {
      throw createFilterError(`Unexpected '${path}'.`)
    }
    this.#expect('eq')
    const wanted = this.#takeValue()
    this.#expect(')')
    const read = (value: unknown): Value => fold(member ? (value as Item)[member] : value)
    return (item) => readCollection(item, collection).some((value) => read(value) === wanted)
  }

  #parseCount(collection: string): Predicate {
    this.advancedOperators.push('Count')
    const operator = this.#take().text.toLowerCase()
    return toPredicate(
      (item) => readCollection(item, collection).length,
      operator,
      this.#takeValue(),
    )
  }
}

function readCollection(item: Item, name: string): unknown[] {
  const value = item[name]
  return Array.isArray(value) ? value : []
}

export function createPropertyNotFound(name: string, type: string, before = ''): GraphError {
  const message = `${before}Could not find a property named '${name}' on type '${type}'.`
  return new GraphError(400, 'BadRequest', message)
}

export function createUnsupported(message: string): GraphError {
  return new GraphError(400, 'Request_UnsupportedQuery', message)
}

/** Throws 400 for what is no filter, names an unknown property, or asks what the directory cannot do. */
export function parseFilter<T extends object>(type: FilterType, text: string): Filter<T> {
  const parser = new FilterParser(type, text)
  const predicate = parser.parse()
  const matches = (item: T): boolean => predicate(item as Item)
  return { matches, advancedOperators: parser.advancedOperators }
}
