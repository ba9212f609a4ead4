import { GraphError } from '@microsoft/microsoft-graph-client'
import { type GraphFailure, GraphRequestError } from './graph-request-error.ts'
import { readClaimsChallenge } from './read-claims-challenge.ts'
import { readRetryAfter } from './read-retry-after.ts'

/** The one place where what the SDK throws becomes ours. */
export function toGraphRequestError(cause: unknown): GraphRequestError {
  if (cause instanceof GraphRequestError) return cause
  if (!(cause instanceof GraphError)) return toBrokenAnswer(cause)
  // The SDK wraps whatever `fetch` or the JSON parser threw in a GraphError: without a status, or
  // with that of an answer that began well.
  if (cause.statusCode < 400) return toBrokenAnswer(cause)
  const headers = cause.headers as Headers | undefined
  const claims = readClaimsChallenge(headers?.get('www-authenticate'))
  return new GraphRequestError(failureOf(cause.statusCode, claims), cause.message, {
    status: cause.statusCode,
    code: cause.code ?? undefined,
    requestId: headers?.get('request-id') ?? cause.requestId ?? undefined,
    retryAfterSeconds: readRetryAfter(headers?.get('retry-after')),
    claims,
    cause,
  })
}

/** For an answer read without the SDK's own judgement of it. */
export function toFailedResponse({ status, headers }: Response): GraphRequestError {
  const claims = readClaimsChallenge(headers.get('www-authenticate'))
  return new GraphRequestError(failureOf(status, claims), `Graph answered ${status}.`, {
    status,
    requestId: headers.get('request-id') ?? undefined,
    retryAfterSeconds: readRetryAfter(headers.get('retry-after')),
    claims,
  })
}

/** What a status means; 0 stands for no answer at all. */
export function failureOf(status: number, claims?: string | undefined): GraphFailure {
  // Conditional access answers 403 as well (https://learn.microsoft.com/graph/errors).
  if (claims !== undefined) return 'unauthorized'
  if (status === 400) return 'bad_request'
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 410) return 'gone'
  if (status === 429) return 'throttled'
  return 'unavailable'
}

function toBrokenAnswer(cause: unknown): GraphRequestError {
  const message = cause instanceof Error ? cause.message : String(cause)
  const timedOut = /timeout|timed out|TimeoutError/i.test(`${nameOf(cause)} ${message}`)
  return new GraphRequestError(timedOut ? 'timeout' : 'unavailable', message, { cause })
}

function nameOf(cause: unknown): string {
  if (cause instanceof GraphError) return String(cause.code)
  return cause instanceof Error ? cause.name : ''
}
