import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { AuthorityError } from './authority-error.ts'
import { SignInError } from './sign-in-error.ts'

/** The one place where what goes wrong in a sign-in becomes a failure the sign-in page can tell. */
export function toSignInError(cause: unknown): SignInError {
  if (cause instanceof SignInError) return cause
  if (cause instanceof AuthorizationResponseError) {
    // The person chose Cancel, refused consent, or is not assigned to the application.
    const denied = cause.error === 'access_denied' || cause.error === 'consent_required'
    return new SignInError(denied ? 'access_denied' : 'sign_in_failed', cause.message, { cause })
  }
  if (cause instanceof ResponseBodyError) {
    const isPassing = cause.status >= 500 || cause.error === 'temporarily_unavailable'
    return new SignInError(isPassing ? 'upstream_unavailable' : 'sign_in_failed', cause.message, {
      cause,
    })
  }
  if (isTimeout(cause)) {
    return new SignInError('upstream_timeout', 'The sign-in service took too long.', { cause })
  }
  if (isUnreachable(cause)) {
    return new SignInError('upstream_unavailable', 'The sign-in service is not to be had.', {
      cause,
    })
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  return new SignInError('sign_in_failed', message, { cause })
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
  if (error instanceof TypeError) return error.message === 'fetch failed'
  return (
    error instanceof ClientError &&
    ['OAUTH_RESPONSE_IS_NOT_JSON', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_PARSE_ERROR'].includes(
      error.code ?? '',
    )
  )
}
