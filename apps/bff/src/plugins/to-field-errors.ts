import type { FastifySchemaValidationError } from 'fastify/types/schema.js'

/** What Ajv found, as sentences that name the field. */
export function toFieldErrors(
  validation: FastifySchemaValidationError[],
  context = 'request',
): { path: string; message: string }[] {
  return validation.map(({ keyword, instancePath, params, message }) => {
    const path = toPath(instancePath, params)
    const subject = path === '' ? `The ${context}` : `"${path}"`
    if (keyword === 'additionalProperties')
      return { path, message: `${subject} is not known here.` }
    if (keyword === 'enum') {
      const allowed = (params.allowedValues as unknown[]).join(', ')
      return { path, message: `${subject} must be one of ${allowed}.` }
    }
    return { path, message: `${subject} ${message ?? 'is not valid'}.` }
  })
}

function toPath(instancePath: string, params: FastifySchemaValidationError['params']): string {
  const inside = instancePath.split('/').slice(1)
  const missing = params.missingProperty ?? params.additionalProperty
  return [...inside, ...(typeof missing === 'string' ? [missing] : [])].join('.')
}
