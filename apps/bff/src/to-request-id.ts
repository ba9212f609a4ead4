import { randomUUID } from 'node:crypto'
import type { RawRequestDefaultExpression } from 'fastify'

const REQUEST_ID = /^[\w.-]{8,64}$/

/**
 * A request's id: in log lines, problems and the reply's `X-Request-Id`. A caller may bring its own in the
 * same header, to find its request again in both places; what could not stand in a log line is passed over.
 */
export function toRequestId({ headers }: RawRequestDefaultExpression): string {
  const own = headers['x-request-id']
  return typeof own === 'string' && REQUEST_ID.test(own) ? own : randomUUID()
}
