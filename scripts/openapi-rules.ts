import type { createConfig } from '@redocly/openapi-core'

// What our description of the API has to say beyond what makes it valid, in the form of Redocly's plugins:
// https://redocly.com/docs/cli/custom-plugins/custom-rules

type Plugins = Exclude<Parameters<typeof createConfig>[0], string>['plugins']

interface Schema {
  $ref?: string
  description?: string
  examples?: unknown[]
  properties?: Record<string, Schema>
  anyOf?: Schema[]
}

interface Media {
  schema?: Schema
  example?: unknown
  examples?: unknown
}

interface Operation {
  security?: unknown[]
  responses?: Record<string, { description?: string; content?: Record<string, Media> }>
}

interface Context {
  report(problem: { message: string; location?: unknown }): void
  resolve(reference: { $ref: string }): { node?: unknown }
  location: { pointer: string; child(path: string[]): unknown }
}

/** Fields of which the name says all there is to say. */
const SELF_EVIDENT = new Set([
  'department',
  'displayName',
  'givenName',
  'items',
  'jobTitle',
  'surname',
])

export const OPENAPI_PLUGINS: Plugins = [
  {
    id: 'vestibule',
    rules: {
      oas3: {
        'complete-operation': () => ({ Operation: checkOperation }),
        'described-fields': () => ({ Schema: checkFields }),
      },
    },
  },
]

function checkOperation({ security, responses = {} }: Operation, ctx: Context): void {
  const complain = (message: string, path?: string[]) =>
    ctx.report({ message, location: path ? ctx.location.child(path) : ctx.location })
  if (!security) complain('It does not say who may call it (`security`).')
  if (!responses.default?.content?.['application/problem+json']) {
    complain('It does not say that failures are problems (`...problemResponses`).')
  }
  for (const [status, { description, content }] of Object.entries(responses)) {
    const place = ['responses', status]
    // What the server's library writes where nobody has said anything.
    if (!description || description === 'Default Response') {
      complain('The reply has no description, nor has its schema.', place)
    }
    const json = content?.['application/json']
    if (status.startsWith('2') && json && !hasExample(json, ctx)) {
      complain('The reply has no example, nor has its schema.', place)
    }
  }
}

function hasExample({ example, examples, schema }: Media, ctx: Context): boolean {
  if (example !== undefined || examples !== undefined) return true
  return (resolve(schema, ctx)?.examples?.length ?? 0) > 0
}

function checkFields({ properties = {} }: Schema, ctx: Context): void {
  for (const [name, field] of Object.entries(properties)) {
    if (SELF_EVIDENT.has(name) || isDescribed(field, ctx)) continue
    ctx.report({
      message: `The field ${name} has no description.`,
      location: ctx.location.child(['properties', name]),
    })
  }
}

/** By itself, by what it refers to, or by its one choice that is not null. */
function isDescribed(field: Schema, ctx: Context): boolean {
  if (field.description) return true
  const resolved = resolve(field, ctx)
  if (resolved?.description) return true
  return resolved?.anyOf?.some((choice) => isDescribed(choice, ctx)) ?? false
}

function resolve(schema: Schema | undefined, ctx: Context): Schema | undefined {
  if (schema?.$ref === undefined) return schema
  // What stands behind the reference of a schema is one too; `struct` holds that.
  return ctx.resolve({ $ref: schema.$ref }).node as Schema | undefined
}
