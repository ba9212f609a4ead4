import { ResponseBodyError } from 'openid-client'
import { TenantNotAllowedError } from '../auth/tenant-error.ts'
import { isTimeout } from '../auth/to-sign-in-error.ts'
import { TokenError } from './token-error.ts'

/** Whether the authority refused the application itself, which an operator mends. */
export function isCredentialRefused({ cause }: TokenError): boolean {
  return cause instanceof ResponseBodyError && cause.error === 'invalid_client'
}

/**
 * Only the authority's own last word ends a session, or asks for the person. Everything else passes:
 * a busy authority, a broken line, even a client credential that has expired, which an operator mends.
 */
export function toTokenError(
  cause: unknown,
  scopes: string[],
  challenge: string | undefined,
): TokenError {
  if (cause instanceof TokenError) return cause
  // It was allowed when the session began.
  if (cause instanceof TenantNotAllowedError) {
    return new TokenError('session_expired', scopes, { cause })
  }
  if (cause instanceof ResponseBodyError) {
    const { suberror, claims } = cause.cause as { suberror?: unknown; claims?: unknown }
    if (suberror === 'consent_required' || cause.error === 'consent_required') {
      return new TokenError('consent_required', scopes, { cause })
    }
    // Conditional access says what it wants to see; a challenge that is passed on stays the answer.
    const wanted = typeof claims === 'string' ? claims : challenge
    if (cause.error === 'interaction_required' || (cause.error === 'invalid_grant' && wanted)) {
      return new TokenError('claims_challenge', scopes, { claims: wanted, cause })
    }
    if (cause.error === 'invalid_grant') return new TokenError('session_expired', scopes, { cause })
  }
  return new TokenError(isTimeout(cause) ? 'timeout' : 'unavailable', scopes, { cause })
}
