import {
  type ApiDocument,
  listChoices,
  readName,
  resolveSchema,
  type Schema,
} from './api-document.ts'
import { listFields } from './describe-schema.ts'
import type { Operation } from './read-operations.ts'

/** What can be found of an operation. */
export interface SearchEntry {
  operation: Operation
  /** What it is called and what it says, in small letters. */
  words: string
  /** The names of its parameters and of all fields that it takes and answers. */
  fields: string[]
}

export interface Match {
  operation: Operation
  /** The field that was meant, where the operation itself does not say it. */
  field: string | undefined
}

export function toSearchEntry(document: ApiDocument, operation: Operation): SearchEntry {
  const { id, method, path, group, summary, description, parameters, body, replies } = operation
  const contents = [body?.content, ...replies.map(({ content }) => content)]
  const schemas = contents.flatMap((content) => Object.values(content ?? {}))
  const fields = new Set(parameters.map(({ name }) => name))
  for (const { schema } of schemas) collectFields(document, schema, fields, new Set())
  return {
    operation,
    words: [id, method, path, group, summary, description].join(' ').toLowerCase(),
    fields: [...fields],
  }
}

function collectFields(
  document: ApiDocument,
  schema: Schema | undefined,
  into: Set<string>,
  seen: Set<string>,
): void {
  if (!schema) return
  const name = readName(schema)
  // Every failure has the same fields: found everywhere, they would find nothing.
  if (name === 'Problem' || (name !== undefined && seen.has(name))) return
  if (name !== undefined) seen.add(name)
  for (const choice of listChoices(document, schema)) {
    const { items } = resolveSchema(document, choice)
    if (items) collectFields(document, items, into, seen)
    else if (choice !== schema) collectFields(document, choice, into, seen)
    else {
      for (const field of listFields(document, choice)) {
        into.add(field.name)
        collectFields(document, field.schema, into, seen)
      }
    }
  }
}

/** The operations that every word of the question is found in, those that are called so first. */
export function findMatches(entries: readonly SearchEntry[], question: string): Match[] {
  const wanted = question.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = entries.flatMap(({ operation, words, fields }) => {
    const missing = wanted.filter((word) => !words.includes(word))
    if (missing.length === 0) return [{ operation, field: undefined }]
    const meant = missing.map((word) => fields.find((name) => name.toLowerCase().includes(word)))
    return meant.every((field) => field !== undefined) ? [{ operation, field: meant[0] }] : []
  })
  return [
    ...matches.filter(({ field }) => field === undefined),
    ...matches.filter(({ field }) => field !== undefined),
  ]
}

/** The problem codes that are meant. */
export function findCodes(codes: readonly string[], question: string): string[] {
  const wanted = question.toLowerCase().replaceAll(/\s+/g, '_')
  return codes.filter((code) => code.includes(wanted))
}
