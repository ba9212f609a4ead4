/** What is read of an OpenAPI 3.1 document. Everything may be missing: nothing here trusts it. */
export interface ApiDocument {
  info?: { title?: string; version?: string; description?: string }
  paths?: Record<string, Record<string, ApiOperation>>
  components?: {
    schemas?: Record<string, Schema>
    securitySchemes?: Record<string, SecurityScheme>
  }
}

export interface ApiOperation {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters?: ApiParameter[]
  requestBody?: { required?: boolean; description?: string; content?: Content }
  responses?: Record<string, { description?: string; content?: Content }>
  security?: Record<string, string[]>[]
}

export interface ApiParameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required?: boolean
  description?: string
  schema?: Schema
  example?: unknown
}

export type Content = Record<string, MediaType>

interface MediaType {
  schema?: Schema
  example?: unknown
  examples?: Record<string, { value?: unknown }>
}

interface SecurityScheme {
  type?: string
  in?: string
  name?: string
  scheme?: string
  description?: string
}

export interface Schema {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  default?: unknown
  examples?: unknown[]
  properties?: Record<string, Schema>
  patternProperties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
}

const NAMED = '#/components/schemas/'

/** The name that a reference leads to. */
export function readName({ $ref }: Schema): string | undefined {
  return $ref?.startsWith(NAMED) ? decodeURIComponent($ref.slice(NAMED.length)) : undefined
}

/** The schema behind a reference, and behind the reference that it may be itself. */
export function resolveSchema(document: ApiDocument, schema: Schema | undefined): Schema {
  let resolved = schema ?? {}
  // One that leads to itself ends here rather than never.
  for (let steps = 0; resolved.$ref !== undefined && steps < 20; steps++) {
    const { $ref: _, ...beside } = resolved
    const name = readName(resolved)
    const target = name === undefined ? undefined : document.components?.schemas?.[name]
    // In 3.1 what stands beside a reference counts too, and is nearer.
    resolved = { ...target, ...beside }
  }
  return resolved
}

/** The schemas that a value may have, without null: most are one. */
export function listChoices(document: ApiDocument, schema: Schema): Schema[] {
  const resolved = resolveSchema(document, schema)
  const choices = resolved.anyOf ?? resolved.oneOf
  if (!choices) return [schema]
  return choices.filter((choice) => resolveSchema(document, choice).type !== 'null')
}
