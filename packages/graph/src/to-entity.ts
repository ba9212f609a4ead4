import { GraphRequestError } from './graph-request-error.ts'

/**
 * Checks that an answer is one object of Graph: a proxy's page with status 200 is none.
 *
 * @throws {GraphRequestError} it is something else.
 */
export function toEntity<T extends { id: string }>(body: unknown): T {
  if (typeof body === 'object' && body !== null && 'id' in body) return body as T
  throw new GraphRequestError('unavailable', 'The answer is not an object of Graph.')
}
