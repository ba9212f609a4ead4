import { randomUUID } from 'node:crypto'
import { type ErrorKind, requestErrorKinds } from './request-error-kinds.ts'
import { signInErrorKinds } from './sign-in-error-kinds.ts'

const kinds: Record<number, ErrorKind> = { ...requestErrorKinds, ...signInErrorKinds }

const policyClaims = JSON.stringify({
  access_token: {
    capolids: { essential: true, values: ['ca0a70a5-7e57-4000-8000-00000000c0de'] },
  },
})

export interface EntraErrorOptions {
  /** Overrides of the table: the same number comes with another `error` at another endpoint. */
  error?: string
  status?: number
  /** What the body asks for, as a JSON text, instead of a policy's own words. */
  claims?: string
}

/** A refusal of the login space, by its AADSTS number. */
export class EntraError extends Error {
  override readonly name = 'EntraError'
  readonly code: number
  readonly error: string
  readonly status: number
  readonly suberror: string | undefined
  readonly hasUri: boolean
  readonly claims: string | undefined

  constructor(code: number, values: Record<string, string> = {}, options: EntraErrorOptions = {}) {
    const kind: ErrorKind = kinds[code] ?? {
      error: 'invalid_request',
      text: 'The request was refused.',
    }
    super(kind.text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''))
    this.code = code
    this.error = options.error ?? kind.error
    this.status = options.status ?? kind.status ?? 400
    this.suberror = kind.suberror
    this.hasUri = kind.hasNoUri !== true
    this.claims = options.claims ?? (kind.hasClaims === true ? policyClaims : undefined)
  }
}

/** As people and programs read it first. */
export function toProblemText({ code, message }: EntraError): string {
  return `AADSTS${code}: ${message}`
}

export interface ErrorContext {
  origin: string
  /** The caller's `client-request-id`, or a new one. */
  correlationId: string
}

export interface EntraErrorBody {
  error: string
  error_description: string
  error_codes: number[]
  timestamp: string
  trace_id: string
  correlation_id: string
  error_uri?: string
  suberror?: string
  /** A JSON text, to be sent back in the `claims` parameter of an authorization request. */
  claims?: string
}

/** The JSON body of the token endpoint; the four parts of the text are parted by single spaces. */
export function toErrorBody(problem: EntraError, context: ErrorContext): EntraErrorBody {
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const traceId = randomUUID()
  return {
    error: problem.error,
    error_description: `${toProblemText(problem)} Trace ID: ${traceId} Correlation ID: ${context.correlationId} Timestamp: ${timestamp}`,
    error_codes: [problem.code],
    timestamp,
    trace_id: traceId,
    correlation_id: context.correlationId,
    ...(problem.hasUri && { error_uri: `${context.origin}/error?code=${problem.code}` }),
    ...(problem.suberror !== undefined && { suberror: problem.suberror }),
    ...(problem.claims !== undefined && { claims: problem.claims }),
  }
}
