import { NAMED_SCHEMAS } from '@vestibule/contract'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'

/**
 * Two validators: text of a query or path is turned into the type it should have, a JSON body is
 * taken as it is. With Fastify's one, `null` in a body becomes an empty string and unknown members
 * vanish silently.
 */
export const validation = fp(
  async (app: FastifyInstance) => {
    const common = { useDefaults: true, removeAdditional: false, allErrors: false } as const
    const body = new Ajv({ ...common, coerceTypes: false })
    const text = new Ajv({ ...common, coerceTypes: 'array' })
    for (const ajv of [body, text]) formats.default(ajv)
    for (const schema of NAMED_SCHEMAS) app.addSchema(schema)
    app.setValidatorCompiler(({ schema, httpPart }) =>
      (httpPart === 'body' ? body : text).compile(schema as object),
    )
    // A schema with `null` in it makes Fastify's own serializer validate each reply, which is dear. The
    // types say what a reply holds, and the tests compare every one with what is published.
    app.setSerializerCompiler(() => JSON.stringify)
  },
  { name: 'validation' },
)
