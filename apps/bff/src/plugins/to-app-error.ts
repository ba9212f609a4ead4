import { type GraphFailure, GraphRequestError } from '@vestibule/graph'
import { UnsealError } from '@vestibule/store'
import type { FastifyError } from 'fastify'
import { AppError } from '../app-error.ts'
import { AuthorityError } from '../auth/authority-error.ts'
import { TokenError, type TokenFailure } from '../tokens/token-error.ts'
import { toFieldErrors } from './to-field-errors.ts'

/** The border between what the lower layers throw and what the contract says. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof GraphRequestError) return fromGraph[error.failure](error)
  if (error instanceof TokenError) return fromToken[error.failure](error)
  // Its key has left the ring: as good as no token.
  if (error instanceof UnsealError) return new AppError('session_expired', { cause: error })
  if (error instanceof AuthorityError) return new AppError('upstream_unavailable', { cause: error })
  return fromFastify(error)
}

const fromGraph: Record<GraphFailure, (error: GraphRequestError) => AppError> = {
  // Refused twice, the second time with a fresh token: only the person can help.
  unauthorized: (cause) => new AppError('claims_challenge', { cause, claims: cause.claims }),
  forbidden: (cause) =>
    new AppError('forbidden', { cause, detail: 'Your organisation does not let you see this.' }),
  not_found: (cause) => new AppError('not_found', { cause }),
  bad_request: (cause) =>
    new AppError('invalid_request', {
      cause,
      detail: `The directory did not take the request: ${cause.message}`,
    }),
  throttled: (cause) =>
    new AppError('upstream_throttled', { cause, retryAfterSeconds: cause.retryAfterSeconds ?? 10 }),
  timeout: (cause) => new AppError('upstream_timeout', { cause }),
  unavailable: (cause) => new AppError('upstream_unavailable', { cause }),
}

const fromToken: Record<TokenFailure, (error: TokenError) => AppError> = {
  session_expired: (cause) => new AppError('session_expired', { cause }),
  consent_required: (cause) => new AppError('consent_required', { cause, scopes: cause.scopes }),
  claims_challenge: (cause) =>
    new AppError('claims_challenge', { cause, scopes: cause.scopes, claims: cause.claims }),
  unavailable: (cause) => new AppError('upstream_unavailable', { cause }),
  timeout: (cause) => new AppError('upstream_timeout', { cause }),
}

function fromFastify(cause: unknown): AppError {
  const { validation, validationContext, statusCode } = cause as Partial<FastifyError>
  if (validation) {
    const errors = toFieldErrors(validation, validationContext)
    return new AppError('invalid_request', {
      cause,
      errors,
      detail: errors.map(({ message }) => message).join(' '),
    })
  }
  if (statusCode === 404) return new AppError('not_found', { cause })
  if (statusCode === 413) return new AppError('payload_too_large', { cause })
  // Unreadable JSON, a content type that is not taken, a broken address: the caller's to mend.
  if (statusCode && statusCode < 500) return new AppError('invalid_request', { cause })
  return new AppError('internal', { cause })
}
