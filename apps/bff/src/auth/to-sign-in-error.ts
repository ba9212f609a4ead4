import { StoreFailure } from '@vestibule/store'
import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { readAadsts, toFamily } from './aadsts.ts'
import { AuthorityError } from './authority-error.ts'
import { findPause } from './authority-pause.ts'
import { SignInError, type SignInFailure } from './sign-in-error.ts'
import { TenantNotAllowedError } from './tenant-error.ts'

/** The one place where what goes wrong in a sign-in becomes a failure the sign-in page can tell. */
export function toSignInError(cause: unknown): SignInError {
  if (cause instanceof SignInError) return cause
  if (cause instanceof TenantNotAllowedError) {
    return new SignInError('tenant_not_allowed', cause.message, { cause })
  }
  if (cause instanceof StoreFailure) {
    return new SignInError('overloaded', 'The database cannot be used.', { cause })
  }
  const pause = findPause(cause)
  if (pause) {
    const { message, retryAfterSeconds } = pause
    return new SignInError('upstream_throttled', message, { cause, retryAfterSeconds })
  }
  if (cause instanceof AuthorizationResponseError) {
    const aadsts = readAadsts(cause)
    const failure = toFamily(aadsts) ?? toFailure(cause.error)
    return new SignInError(failure, cause.message, { cause, aadsts })
  }
  if (cause instanceof ResponseBodyError) {
    const aadsts = readAadsts(cause)
    const failure = toFamily(aadsts) ?? toTokenFailure(cause)
    return new SignInError(failure, cause.message, { cause, aadsts })
  }
  // The token endpoint challenges a client that it does not know (RFC 6749, 5.2).
  if (cause instanceof WWWAuthenticateChallengeError) {
    return new SignInError('not_configured', cause.message, { cause })
  }
  if (isTimeout(cause)) {
    return new SignInError('upstream_timeout', 'The sign-in service took too long.', { cause })
  }
  if (isUnreachable(cause)) {
    return new SignInError('upstream_unavailable', 'The sign-in service is not to be had.', {
      cause,
    })
  }
  if (isOtherTenants(cause)) {
    return new SignInError('tenant_not_allowed', 'The ID token is of another tenant.', { cause })
  }
  return new SignInError('sign_in_failed', toMessage(cause), { cause })
}

// The person chose Cancel, refused consent, is not assigned to the application, or a policy of the
// organisation wants more of them than they could give.
const DENIED = new Set(['access_denied', 'consent_required', 'interaction_required'])
const PASSING = new Set(['server_error', 'temporarily_unavailable'])

/** Of the authority's answer, by its `error` (RFC 6749, 4.1.2.1). */
function toFailure(error: string): SignInFailure {
  if (DENIED.has(error)) return 'access_denied'
  return PASSING.has(error) ? 'upstream_unavailable' : 'sign_in_failed'
}

/** Of the token endpoint's answer (RFC 6749, 5.2). */
function toTokenFailure({ status, error }: ResponseBodyError): SignInFailure {
  // The application's own credential has run out or is not known: nobody can sign in.
  if (error === 'invalid_client' || error === 'unauthorized_client') return 'not_configured'
  const isPassing = status >= 500 || status === 429 || PASSING.has(error)
  return isPassing ? 'upstream_unavailable' : 'sign_in_failed'
}

/** What openid-client compared when it refused an ID token. */
interface Comparison {
  claim?: string
  claims?: Record<string, unknown>
  /** In seconds, by our own clock. */
  now?: number
}

function readComparison(error: unknown): Comparison {
  const refusal = error instanceof ClientError ? error.cause : undefined
  return ((refusal instanceof Error && refusal.cause) || {}) as Comparison
}

/** Another issuer than the tenant's: of another tenant, or of a host that only looks like the authority's. */
function isOtherTenants(error: unknown): boolean {
  const { claim, claims } = readComparison(error)
  return claim === 'iss' && typeof claims?.iss === 'string'
}

/** How far the clocks are apart is the first thing an operator wants to know of a time that is off. */
function toMessage(error: unknown): string {
  const { claim, claims, now } = readComparison(error)
  const time = claim && claims?.[claim]
  if (typeof time === 'number' && now !== undefined) {
    return `The ID token's ${claim} is ${time - now} s from now.`
  }
  return error instanceof Error ? error.message : String(error)
}

/** True for a call that ran out of time, at openid-client or at `fetch`, however deep it lies. */
export function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return (
    error.name === 'TimeoutError' ||
    (error instanceof ClientError && error.code === 'OAUTH_TIMEOUT') ||
    isTimeout(error.cause)
  )
}

/** True where no answer came, or one that is not the authority's (a proxy's page, half a reply). */
function isUnreachable(error: unknown): boolean {
  if (error instanceof AuthorityError) return true
  return (
    error instanceof ClientError && (FOREIGN.has(error.code ?? '') || isUnreachable(error.cause))
  )
}

const FOREIGN = new Set([
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_PARSE_ERROR',
])
