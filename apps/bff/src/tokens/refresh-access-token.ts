import { type IDToken, ResponseBodyError, refreshTokenGrant } from 'openid-client'
import type { Authority } from '../auth/authority.ts'
import { isTimeout } from '../auth/to-sign-in-error.ts'
import { toAccessToken } from './to-access-token.ts'
import { TokenError } from './token-error.ts'
import type { AccessToken } from './token-vault.ts'

export interface Refresh {
  refreshToken: string
  resource: string
  /** What the new token is needed for. */
  scopes: string[]
  /** What the token before it was good for: one token a resource keeps that and gains the rest. */
  grantedScopes: string[]
  /** Whom the session belongs to. */
  person: { tenantId: string; objectId: string; subject: string }
  now: Date
}

/**
 * Asks the authority for a new access token.
 *
 * @throws {TokenError}
 */
export async function refreshAccessToken(
  authority: Authority,
  { refreshToken, resource, scopes, grantedScopes, person, now }: Refresh,
): Promise<{ accessToken: AccessToken; refreshToken: string | undefined }> {
  const asked = [...new Set([...grantedScopes, ...scopes])].sort()
  try {
    const configuration = await authority.getConfiguration()
    const tokens = await refreshTokenGrant(configuration, refreshToken, {
      scope: ['openid', 'profile', 'offline_access', ...asked].join(' '),
    })
    const claims = tokens.claims()
    // openid-client takes an ID token of anybody here (OpenID Connect Core 12.2 does not).
    if (claims && !isSamePerson(claims, person)) {
      throw new TokenError('session_expired', scopes, {
        cause: new Error('The refreshed ID token is of another person.'),
      })
    }
    return {
      accessToken: toAccessToken(tokens, { resource, scopes: asked, now }),
      refreshToken: tokens.refresh_token,
    }
  } catch (cause) {
    throw toTokenError(cause, scopes)
  }
}

function isSamePerson(claims: IDToken, person: Refresh['person']): boolean {
  return (
    claims.sub === person.subject &&
    claims.oid === person.objectId &&
    claims.tid === person.tenantId
  )
}

/**
 * Only the authority's own last word ends a session. Everything else passes: a busy authority, a
 * broken line, even a client credential that has expired, which an operator mends.
 */
function toTokenError(cause: unknown, scopes: string[]): TokenError {
  if (cause instanceof TokenError) return cause
  if (cause instanceof ResponseBodyError) {
    const { suberror } = cause.cause as { suberror?: unknown }
    if (suberror === 'consent_required' || cause.error === 'consent_required') {
      return new TokenError('consent_required', scopes, { cause })
    }
    if (cause.error === 'invalid_grant' || cause.error === 'interaction_required') {
      return new TokenError('session_expired', scopes, { cause })
    }
  }
  return new TokenError(isTimeout(cause) ? 'timeout' : 'unavailable', scopes, { cause })
}
