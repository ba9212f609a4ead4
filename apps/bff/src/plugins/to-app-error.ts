import { type GraphFailure, GraphRequestError } from '@vestibule/graph'
import { StoreFailure, type StoreFailureReason, UnsealError } from '@vestibule/store'
import type { FastifyError } from 'fastify'
import { AccountError, type AccountFailure } from '../accounts/account-error.ts'
import { AppError } from '../app-error.ts'
import { AccessTokenError, type AccessTokenFailure } from '../auth/access-token-error.ts'
import { AuthorityError } from '../auth/authority-error.ts'
import { findPause } from '../auth/authority-pause.ts'
import { AppTokenError, type AppTokenFailure } from '../tokens/app-token-error.ts'
import { isCredentialRefused } from '../tokens/to-token-error.ts'
import { TokenError, type TokenFailure } from '../tokens/token-error.ts'
import { toFieldErrors } from './to-field-errors.ts'

/** The border between what the lower layers throw and what the contract says. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof GraphRequestError) return fromGraph[error.failure](error)
  if (error instanceof AccountError) return fromAccount[error.failure](error)
  if (error instanceof TokenError) return fromToken[error.failure](error)
  if (error instanceof AccessTokenError) return fromAccessToken[error.failure](error)
  if (error instanceof AppTokenError) return fromAppToken[error.failure](error)
  if (error instanceof StoreFailure) return fromStore(error)
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
  gone: (cause) => new AppError('upstream_unavailable', { cause }),
  bad_request: (cause) =>
    new AppError('invalid_request', {
      cause,
      detail: `The directory did not take the request: ${cause.message}`,
    }),
  throttled: (cause) =>
    new AppError('upstream_throttled', { cause, retryAfterSeconds: cause.retryAfterSeconds ?? 10 }),
  timeout: (cause) => new AppError('upstream_timeout', { cause, ...toPause(cause) }),
  unavailable: (cause) => new AppError('upstream_unavailable', { cause, ...toPause(cause) }),
}

/** Where there is one: Graph names it, or it is left alone for so long. */
function toPause({ retryAfterSeconds }: GraphRequestError) {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
}

const fromAccessToken: Record<AccessTokenFailure, (error: AccessTokenError) => AppError> = {
  invalid: (cause) =>
    new AppError('unauthenticated', { cause, detail: cause.message, bearerError: 'invalid_token' }),
  tenant_not_allowed: (cause) =>
    new AppError('tenant_not_allowed', { cause, detail: cause.message }),
  insufficient: (cause) =>
    new AppError('forbidden', { cause, detail: cause.message, bearerError: 'insufficient_scope' }),
}

const fromAppToken: Record<AppTokenFailure, (error: AppTokenError) => AppError> = {
  not_configured: (cause) => new AppError('not_configured', { cause, detail: APP_ACCESS_MISSING }),
  refused: (cause) => new AppError('app_credential_refused', { cause }),
  unavailable: toUnavailable,
  timeout: (cause) => new AppError('upstream_timeout', { cause }),
}

const APP_ACCESS_MISSING =
  'Microsoft gives this application no access of its own: Setup says what is missing.'

const fromToken: Record<TokenFailure, (error: TokenError) => AppError> = {
  session_expired: (cause) => new AppError('session_expired', { cause }),
  assertion_refused: (cause) =>
    new AppError('unauthenticated', {
      cause,
      detail: 'Microsoft does not take your token any more.',
      bearerError: 'invalid_token',
    }),
  consent_required: (cause) => new AppError('consent_required', { cause, scopes: cause.scopes }),
  claims_challenge: (cause) =>
    new AppError('claims_challenge', { cause, scopes: cause.scopes, claims: cause.claims }),
  unavailable: (cause) =>
    isCredentialRefused(cause)
      ? new AppError('app_credential_refused', { cause })
      : toUnavailable(cause),
  timeout: (cause) => new AppError('upstream_timeout', { cause }),
}

function toUnavailable(cause: Error): AppError {
  const { retryAfterSeconds } = findPause(cause) ?? {}
  return retryAfterSeconds === undefined
    ? new AppError('upstream_unavailable', { cause })
    : new AppError('upstream_throttled', { cause, retryAfterSeconds })
}

/** What a person cannot mend and time may: a short pause for a lock, a longer one for somebody who has to come. */
const STORE_PAUSE_SECONDS: Record<StoreFailureReason, number> = {
  busy: 2,
  away: 5,
  full: 60,
  damaged: 60,
}

/**
 * Not `internal`: nothing is wrong with the request, and who is signed in stays so. Whoever asks again is served once
 * the database is back.
 */
function fromStore(cause: StoreFailure): AppError {
  return new AppError('overloaded', {
    cause,
    detail: 'The server cannot get at its own data at the moment.',
    retryAfterSeconds: STORE_PAUSE_SECONDS[cause.reason],
  })
}

const fromAccount: Record<AccountFailure, (error: AccountError) => AppError> = {
  // The same for whoever is unknown, mistaken or locked.
  wrong_credentials: () =>
    new AppError('unauthenticated', { detail: 'The e-mail address or the password is not right.' }),
  wrong_password: () =>
    new AppError('forbidden', { detail: 'The password is not right, or was tried too often.' }),
  email_invalid: () => toInvalid('/email', 'This is not an e-mail address.'),
  email_taken: () =>
    new AppError('conflict', {
      detail: 'There is an account with this e-mail address.',
      errors: [{ path: '/email', message: 'There is an account with this e-mail address.' }],
    }),
  password_too_short: (cause) => toInvalid(`/${cause.field}`, 'Use 15 characters or more.'),
  password_breached: (cause) =>
    toInvalid(`/${cause.field}`, 'This password is on lists that attackers try first.'),
  password_is_email: (cause) =>
    toInvalid(`/${cause.field}`, 'The password must not be the address.'),
  link_not_good: () =>
    new AppError('invalid_request', {
      detail: 'This link has expired or was used. Ask for another one.',
    }),
  too_many_attempts: (cause) => new AppError('rate_limited', { cause, ...toRetryAfter(cause) }),
  busy: (cause) => new AppError('overloaded', { cause, ...toRetryAfter(cause) }),
  registration_off: () =>
    new AppError('forbidden', { detail: 'Nobody can register here. Sign in with Microsoft.' }),
  no_mail: () => new AppError('not_configured', { detail: 'No mail can be sent from here.' }),
}

function toInvalid(path: string, message: string): AppError {
  return new AppError('invalid_request', { detail: message, errors: [{ path, message }] })
}

function toRetryAfter({ retryAfterSeconds }: AccountError) {
  return { retryAfterSeconds: retryAfterSeconds ?? 1 }
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
