import { PROBLEMS, type ProblemCode } from '@vestibule/contract'

export interface ProblemDetails {
  /** A sentence for the person; the code's own unless given. Never of an unexpected error. */
  detail?: string
  scopes?: string[]
  /** A claims challenge's JSON; goes into the sign-in that `signInUrl` starts, or to a client that has a token. */
  claims?: string | undefined
  /** What is wrong with a bearer token (RFC 6750, 3.1). */
  bearerError?: 'invalid_token' | 'insufficient_scope'
  retryAfterSeconds?: number
  errors?: { path: string; message: string }[]
  cause?: unknown
}

/** A failure with a code of the contract. The error handler makes the reply of it. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ProblemCode
  readonly details: Omit<ProblemDetails, 'cause'>

  constructor(code: ProblemCode, { cause, ...details }: ProblemDetails = {}) {
    super(details.detail ?? PROBLEMS[code].title, { cause })
    this.code = code
    this.details = details
  }
}
