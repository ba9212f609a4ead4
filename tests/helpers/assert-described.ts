import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

interface Schema {
  [keyword: string]: unknown
}

interface Operation {
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>
}

interface Api {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

const api: Api = toStrict(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../packages/client/openapi.json'), 'utf8')),
)
const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
ajv.addSchema({ $id: 'api', components: api.components })
const routes = Object.entries(api.paths)
  // A path by its name comes before one by a parameter.
  .sort(([left], [right]) => (left < right ? -1 : 1))
  .map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    operations,
  }))
const validators = new Map<Schema, ValidateFunction>()

/**
 * Throws when a JSON reply is not what packages/client/openapi.json says of its route and status:
 * nothing may be missing, of another type, or more than is said.
 */
export function assertDescribed(
  method: string,
  url: string,
  reply: { statusCode: number; headers: Record<string, unknown>; body: string },
): void {
  const path = url.split('?', 1)[0] as string
  const type = String(reply.headers['content-type']).split(';', 1)[0] as string
  const operation = routes.find(({ pattern }) => pattern.test(path))?.operations[
    method.toLowerCase()
  ]
  if (!operation || !/[/+]json$/.test(type)) return
  const response = operation.responses[reply.statusCode] ?? operation.responses.default
  const schema = response?.content?.[type]?.schema
  if (!schema) throw new Error(`${method} ${path} ${reply.statusCode}: ${type} is not described`)
  const validate = validators.get(schema) ?? ajv.compile(toAbsolute(schema))
  validators.set(schema, validate)
  if (validate(JSON.parse(reply.body))) return
  throw new Error(
    `${method} ${path} ${reply.statusCode} is not as described: ${ajv.errorsText(validate.errors)}`,
  )
}

/** An object that says nothing of further members has none. */
function toStrict<T>(value: T): T {
  if (Array.isArray(value)) return value.map(toStrict) as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, toStrict(member)])
  const isClosed =
    'properties' in value && value.properties !== null && !('additionalProperties' in value)
  return { ...Object.fromEntries(members), ...(isClosed && { additionalProperties: false }) }
}

function toAbsolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'))
}
