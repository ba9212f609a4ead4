/** Of a JSON Schema what a program that calls the API can feel. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export type Schemas = Record<string, Schema>

/** Two of the same, as it was accepted and as it is. */
export interface Pair<T> {
  before: T
  after: T
}

interface Place {
  /** As a person names it, such as `reply 200: items[].mail`. */
  name: string
  /** What callers send may be narrowed no further, what they are sent may grow no wider. */
  isRequest: boolean
  schemas: Pair<Schemas>
  /** Pairs of names that are being compared already: a schema may hold itself. */
  seen: ReadonlySet<string>
}

const LOWEST = ['minimum', 'minLength', 'minItems'] as const
const HIGHEST = ['maximum', 'maxLength', 'maxItems'] as const

/** What of a schema breaks those who rely on the one before: a sentence each. */
export function findSchemaChanges(
  { before, after }: Pair<Schema>,
  place: Omit<Place, 'seen'> & { seen?: ReadonlySet<string> },
): string[] {
  const seen = place.seen ?? new Set()
  const names = `${before.$ref} ${after.$ref}`
  const isNamed = before.$ref !== undefined && after.$ref !== undefined
  if (isNamed && seen.has(names)) return []
  const here = { ...place, seen: isNamed ? new Set([...seen, names]) : seen }

  const old = listChoices(before, place.schemas.before)
  const now = listChoices(after, place.schemas.after)
  const [one, other] = [old.filter(isNoNull), now.filter(isNoNull)]
  const [first, second] = [one[0], other[0]]
  return [
    ...compareTypes({ before: old, after: now }, here),
    ...compareValues({ before: old, after: now }, here),
    // Several ways to be are compared by their types and values alone.
    ...(one.length === 1 && other.length === 1 && first && second
      ? compareOne({ before: first, after: second }, here)
      : []),
  ]
}

function compareOne(pair: Pair<Schema>, place: Place): string[] {
  const { before, after } = pair
  const members = [...compareFields(pair, place), ...compareOthers(pair, place)]
  if (before.items && after.items) {
    const items = { before: before.items, after: after.items }
    members.push(...findSchemaChanges(items, { ...place, name: `${place.name}[]` }))
  }
  if (before.format !== after.format && (!place.isRequest || after.format !== undefined)) {
    members.push(`${place.name} is now of the format ${after.format ?? 'any'}.`)
  }
  return place.isRequest ? [...members, ...compareLimits(pair, place)] : members
}

function compareTypes({ before, after }: Pair<Schema[]>, { name, isRequest }: Place): string[] {
  const [old, now] = [new Set(before.flatMap(listTypes)), new Set(after.flatMap(listTypes))]
  const [given, allowed] = isRequest ? [old, now] : [now, old]
  if (allowed.has('anything')) return []
  const lost = [...given].filter(
    (type) => !allowed.has(type) && !(type === 'integer' && allowed.has('number')),
  )
  if (lost.length === 0) return []
  return isRequest
    ? [`${name} may no longer be ${lost.join(' or ')}.`]
    : [`${name} may now be ${lost.join(' or ')}.`]
}

function compareValues({ before, after }: Pair<Schema[]>, { name, isRequest }: Place): string[] {
  const [old, now] = [listValues(before), listValues(after)]
  if (!old) return isRequest && now ? [`${name} may now be ${now.join(', ')} alone.`] : []
  if (!now) return isRequest ? [] : [`${name} may now be any value.`]
  return old
    .filter((value) => !now.includes(value))
    .map((value) => `${name} lost the value ${value}.`)
}

function compareFields({ before, after }: Pair<Schema>, place: Place): string[] {
  const old = before.properties ?? {}
  const now = after.properties ?? {}
  const isRequired = (schema: Schema, field: string) => schema.required?.includes(field) ?? false
  const kept = Object.entries(old).flatMap(([field, schema]) => {
    const name = join(place.name, field)
    const same = now[field]
    if (!same) return [`${name} is gone.`]
    const changes = findSchemaChanges({ before: schema, after: same }, { ...place, name })
    const was = isRequired(before, field)
    const is = isRequired(after, field)
    if (place.isRequest && is && !was) changes.push(`${name} is now required.`)
    if (!place.isRequest && was && !is) changes.push(`${name} may now be missing.`)
    return changes
  })
  const added = Object.keys(now).filter((field) => !(field in old))
  return [
    ...kept,
    ...added
      .filter((field) => place.isRequest && isRequired(after, field))
      .map((field) => `${join(place.name, field)} is new and required.`),
  ]
}

/** The members whose names are not known before. */
function compareOthers({ before, after }: Pair<Schema>, place: Place): string[] {
  const name = `${place.name}.*`
  if (place.isRequest && isOpen(before) && !isOpen(after)) {
    return [`${place.name} takes no other fields any more.`]
  }
  const [old, now] = [readOther(before), readOther(after)]
  return old && now ? findSchemaChanges({ before: old, after: now }, { ...place, name }) : []
}

function compareLimits({ before, after }: Pair<Schema>, { name }: Place): string[] {
  const limits = [
    ...LOWEST.filter((limit) => (after[limit] ?? -Infinity) > (before[limit] ?? -Infinity)),
    ...HIGHEST.filter((limit) => (after[limit] ?? Infinity) < (before[limit] ?? Infinity)),
  ].map((limit) => `${name} is narrower: ${limit} is now ${after[limit]}.`)
  return after.pattern !== undefined && after.pattern !== before.pattern
    ? [...limits, `${name} has to fit another pattern: ${after.pattern}`]
    : limits
}

/** The ways a value may be, with null as one of them. */
function listChoices(schema: Schema, schemas: Schemas): Schema[] {
  const resolved = resolve(schema, schemas)
  const choices = resolved.anyOf ?? resolved.oneOf
  return choices ? choices.flatMap((choice) => listChoices(choice, schemas)) : [resolved]
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  let resolved = schema
  for (let steps = 0; resolved.$ref !== undefined && steps < 20; steps++) {
    resolved = schemas[resolved.$ref.replace('#/components/schemas/', '')] ?? {}
  }
  if (!resolved.allOf) return resolved
  const parts = resolved.allOf.map((part) => resolve(part, schemas))
  return {
    ...Object.assign({}, ...parts, resolved),
    properties: Object.assign({}, ...[...parts, resolved].map(({ properties }) => properties)),
    required: [...parts, resolved].flatMap(({ required = [] }) => required),
  }
}

function isNoNull({ type }: Schema): boolean {
  return type !== 'null'
}

function listTypes({ type, enum: values, const: only, properties }: Schema): string[] {
  if (type !== undefined) return [type].flat()
  const known = values ?? (only === undefined ? undefined : [only])
  if (known) return known.map((value) => (value === null ? 'null' : typeof value))
  return [properties ? 'object' : 'anything']
}

/** The values that are named; undefined where any other way to be leaves them open. */
function listValues(choices: readonly Schema[]): string[] | undefined {
  const lists = choices
    .filter(isNoNull)
    .map(({ enum: values, const: only }) => values ?? (only === undefined ? undefined : [only]))
  if (lists.length === 0 || lists.some((list) => !list)) return undefined
  return lists.flatMap((list) => (list ?? []).map((value) => JSON.stringify(value)))
}

function isOpen({ additionalProperties }: Schema): boolean {
  return additionalProperties !== false
}

function readOther({ additionalProperties, patternProperties }: Schema): Schema | undefined {
  if (typeof additionalProperties === 'object') return additionalProperties
  return Object.values(patternProperties ?? {})[0]
}

function join(name: string, field: string): string {
  return /[:\s]$/.test(name) ? name + field : `${name}.${field}`
}
