import { decodeJwt } from 'jose'
import { genericGrantRequest, ResponseBodyError } from 'openid-client'
import type { Authority } from '../auth/authority.ts'
import { toClaimsParameter } from '../auth/to-claims-parameter.ts'
import { toAccessToken } from './to-access-token.ts'
import { toTokenError } from './to-token-error.ts'
import { TokenError } from './token-error.ts'
import type { AccessToken } from './token-vault.ts'

interface Exchange {
  /** The caller's own access token, for our API. */
  assertion: string
  resource: string
  scopes: string[]
  /** Whether a refresh token is wanted, to go on when the caller has left. */
  offline?: boolean
  /** A claims challenge's JSON that the new token has to answer. */
  claims?: string | undefined
  now: Date
}

/** Somebody waits. */
const TIMEOUT_SECONDS = 8
const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

/**
 * Gets an access token for another API on behalf of whoever the caller's token is of.
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 *
 * @throws {TokenError}
 */
export async function exchangeOnBehalfOf(
  authority: Authority,
  { assertion, resource, scopes, offline = false, claims, now }: Exchange,
): Promise<{ accessToken: AccessToken; refreshToken: string | undefined; subject: string }> {
  try {
    // It was verified before anybody got here.
    const configuration = await authority.getConfiguration(String(decodeJwt(assertion).tid))
    configuration.timeout = TIMEOUT_SECONDS
    const tokens = await genericGrantRequest(configuration, GRANT_TYPE, {
      assertion,
      requested_token_use: 'on_behalf_of',
      scope: [...(offline ? ['openid', 'offline_access'] : []), ...scopes].join(' '),
      claims: toClaimsParameter(claims),
    })
    return {
      accessToken: toAccessToken(tokens, { resource, scopes, now }),
      refreshToken: tokens.refresh_token,
      // Of our registration, as a refresh will say it again.
      subject: tokens.claims()?.sub ?? '',
    }
  } catch (cause) {
    throw toRefusal(toTokenError(cause, scopes, claims))
  }
}

/** There is no session that could have expired: it is the caller's token that is worth nothing any more. */
function toRefusal(error: TokenError): TokenError {
  if (error.failure !== 'session_expired') return error
  const { scopes, cause } = error
  const isGone = cause instanceof ResponseBodyError || cause === undefined
  return isGone ? new TokenError('assertion_refused', scopes, { cause }) : error
}
