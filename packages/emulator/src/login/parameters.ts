import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

export type Parameters = Record<string, string>

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Query or form parameters as single strings; of a repeated one the first counts. */
export function toParameters(source: unknown): Parameters {
  const parameters: Parameters = {}
  if (typeof source !== 'object' || source === null) return parameters
  for (const [name, value] of Object.entries(source)) {
    const first: unknown = Array.isArray(value) ? value[0] : value
    if (typeof first === 'string') parameters[name] = first
  }
  return parameters
}

/** The caller's `client-request-id`, from header, query or form, which errors echo; a new one else. */
export function getCorrelationId(request: FastifyRequest): string {
  const candidates = [
    request.headers['client-request-id'],
    toParameters(request.query)['client-request-id'],
    toParameters(request.body)['client-request-id'],
  ]
  const given = candidates.find((value) => typeof value === 'string' && guid.test(value))
  return typeof given === 'string' ? given : randomUUID()
}
