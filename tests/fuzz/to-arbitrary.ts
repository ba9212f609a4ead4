import fc, { type Arbitrary } from 'fast-check'

/** As much of JSON Schema as the API's description uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  format?: string
  pattern?: string
}

/** What breaks programs: in each place where a value may stand, whatever the schema says. */
const hostile: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '\0',
    '\ud800',
    '\u202e\u0000x',
    "'; drop table people; --",
    '../../../etc/passwd',
    '%00%2e%2e%2f',
    '{{7*7}}',
    '=cmd()',
    'x'.repeat(5000),
    'true',
    '0',
    -1,
    0.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    [[[[[[]]]]]],
    { $ne: null },
    JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}'),
  ),
)

/** Values that fit a schema for the most part, so that they come past the first door. */
export function toArbitrary(schema: Schema, resolve: (ref: string) => Schema): Arbitrary<unknown> {
  const fitting = toFitting(schema, resolve)
  return fc.oneof({ weight: 5, arbitrary: fitting }, { weight: 1, arbitrary: hostile })
}

function toFitting(schema: Schema, resolve: (ref: string) => Schema): Arbitrary<unknown> {
  if (schema.$ref) return toFitting(resolve(schema.$ref), resolve)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => toFitting(choice, resolve)))
  switch ([schema.type].flat()[0]) {
    case 'object':
      return toObject(schema, resolve)
    case 'array':
      return fc.array(toArbitrary(schema.items ?? {}, resolve), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 5),
      })
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1000 })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return toText(schema)
    default:
      return hostile
  }
}

function toObject({ properties = {}, required = [] }: Schema, resolve: (ref: string) => Schema) {
  const members = Object.entries(properties).map(
    ([name, schema]) => [name, toArbitrary(schema, resolve)] as const,
  )
  const model = Object.fromEntries(members)
  const known = fc.oneof(
    { weight: 5, arbitrary: fc.record(model, { requiredKeys: required }) },
    { weight: 1, arbitrary: fc.record(model, { requiredKeys: [] }) },
  )
  const more = fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue(), { maxKeys: 1 })
  return fc.oneof(
    { weight: 6, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, more).map(([a, b]) => ({ ...a, ...b })) },
  )
}

function toText({ minLength = 0, maxLength = 200, format, pattern }: Schema): Arbitrary<string> {
  if (format === 'uuid') return fc.uuid()
  if (format === 'email') return fc.emailAddress()
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  // fast-check reads no lookahead.
  if (pattern && !pattern.includes('(?')) return fc.stringMatching(new RegExp(pattern))
  return fc.oneof(
    fc.string({ minLength, maxLength }),
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 50) }),
  )
}
