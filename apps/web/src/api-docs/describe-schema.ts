import {
  type ApiDocument,
  listChoices,
  readName,
  resolveSchema,
  type Schema,
} from './api-document.ts'

/** A schema's type as TypeScript would write it, which reads the same in every language. */
export function toTypeText(document: ApiDocument, schema: Schema | undefined): string {
  if (!schema) return 'unknown'
  const name = readName(schema)
  if (name !== undefined) return name
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return unite(choices.map((choice) => toTypeText(document, choice)))
  if (schema.allOf) return schema.allOf.map((part) => toTypeText(document, part)).join(' & ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return unite([...new Set(schema.enum.map(toEnumType))])
  if (Array.isArray(schema.type))
    return unite(schema.type.map((type) => toOne(document, schema, type)))
  return toOne(document, schema, schema.type)
}

function toOne(document: ApiDocument, schema: Schema, type: string | undefined): string {
  if (type === 'array') {
    const of = toTypeText(document, schema.items)
    return of.includes(' ') ? `(${of})[]` : `${of}[]`
  }
  if (type === 'string' && schema.format) return `string (${schema.format})`
  return type ?? (schema.properties ? 'object' : 'unknown')
}

function toEnumType(value: unknown): string {
  return value === null ? 'null' : typeof value
}

function unite(types: string[]): string {
  return types.join(' | ')
}

/** The values that a schema allows, where it names them. */
export function listValues(document: ApiDocument, schema: Schema | undefined): unknown[] {
  if (!schema) return []
  return listChoices(document, schema).flatMap((choice) => {
    const one = resolveSchema(document, choice)
    if (one.const !== undefined) return [one.const]
    if (one.enum) return one.enum
    return one.items ? listValues(document, one.items) : []
  })
}

/** A field of an object, or what is in a list or under any other name of it. */
export interface SchemaField {
  name: string
  schema: Schema
  isRequired: boolean
}

/** The fields of whatever objects a value may be or hold; nothing for plain values. */
export function listFields(document: ApiDocument, schema: Schema | undefined): SchemaField[] {
  if (!schema) return []
  return listChoices(document, schema).flatMap((choice) => {
    const one = resolveSchema(document, choice)
    if (one.items) return listFields(document, one.items)
    const named = Object.entries(one.properties ?? {}).map(([name, field]) => ({
      name,
      schema: field,
      isRequired: one.required?.includes(name) ?? false,
    }))
    const inherited = one.allOf?.flatMap((part) => listFields(document, part)) ?? []
    return [...inherited, ...named, ...listOthers(one)]
  })
}

/** Fields whose names are not known before. */
function listOthers({ additionalProperties, patternProperties }: Schema): SchemaField[] {
  const [pattern] = Object.values(patternProperties ?? {})
  const schema = typeof additionalProperties === 'object' ? additionalProperties : pattern
  return schema ? [{ name: '[…]', schema, isRequired: false }] : []
}

/** What is said of a value: beside the reference, behind it, or of its one choice that is not null. */
export function readDescription(document: ApiDocument, schema: Schema): string | undefined {
  const own = resolveSchema(document, schema).description
  if (own) return own
  return listChoices(document, schema)
    .map((choice) => resolveSchema(document, choice).description)
    .find(Boolean)
}
