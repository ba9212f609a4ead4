import {
  type ApiDocument,
  type Content,
  listChoices,
  readName,
  resolveSchema,
  type Schema,
} from './api-document.ts'

/** A value that fits a schema: its own example, else one made up of what the schema says. */
export function toSample(document: ApiDocument, schema: Schema | undefined): unknown {
  return toSampleWithin(document, schema, [])
}

/** @param around the names of the schemas that it is a part of */
function toSampleWithin(
  document: ApiDocument,
  schema: Schema | undefined,
  around: readonly string[],
): unknown {
  const [choice = {}] = listChoices(document, schema ?? {})
  const whole = resolveSchema(document, schema)
  const one = resolveSchema(document, choice)
  for (const { examples, default: usual, const: only, enum: values } of [whole, one]) {
    const found = examples?.[0] ?? usual ?? only ?? values?.[0]
    if (found !== undefined) return found
  }
  const name = readName(choice)
  // What holds itself is not followed round.
  if (name !== undefined && around.includes(name)) return undefined
  const within = name === undefined ? around : [...around, name]
  if (one.items) {
    const item = toSampleWithin(document, one.items, within)
    return item === undefined ? [] : [item]
  }
  if (one.properties) {
    const required = Object.entries(one.properties).filter(([field]) =>
      one.required?.includes(field),
    )
    return Object.fromEntries(
      required.map(([field, of]) => [field, toSampleWithin(document, of, within)]),
    )
  }
  return toPlain(one)
}

function toPlain({ type, format, minimum }: Schema): unknown {
  const [one] = Array.isArray(type) ? type : [type]
  if (one === 'integer' || one === 'number') return minimum ?? 1
  if (one === 'boolean') return true
  if (one === 'object') return {}
  if (one === 'array') return []
  if (one === 'null') return null
  return format === 'date-time' ? '2026-11-22T09:30:00.000Z' : 'text'
}

/** The example of a body: what the document gives, else a made-up one. Text for what is no JSON. */
export function toBodySample(document: ApiDocument, content: Content, mediaType: string): unknown {
  const media = content[mediaType]
  const [first] = Object.values(media?.examples ?? {})
  return media?.example ?? first?.value ?? toSample(document, media?.schema)
}
