import { type Configuration, type IDToken, refreshTokenGrant } from 'openid-client'
import type { Authority } from '../auth/authority.ts'
import { LostAnswerError } from '../auth/authority-error.ts'
import { toClaimsParameter } from '../auth/to-claims-parameter.ts'
import { isTimeout } from '../auth/to-sign-in-error.ts'
import { toAccessToken } from './to-access-token.ts'
import { toTokenError } from './to-token-error.ts'
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
  /** A claims challenge's JSON that the new token has to answer. */
  claims: string | undefined
  now: Date
}

/** A slow answer is worth more than none: it may have used up the refresh token. */
const TIMEOUT_SECONDS = 12

/**
 * Asks the authority for a new access token.
 *
 * @throws {TokenError}
 */
export async function refreshAccessToken(
  authority: Authority,
  { refreshToken, resource, scopes, grantedScopes, person, claims: challenge, now }: Refresh,
): Promise<{ accessToken: AccessToken; refreshToken: string | undefined }> {
  const asked = [...new Set([...grantedScopes, ...scopes])].sort()
  try {
    const configuration = await authority.getConfiguration(person.tenantId)
    const tokens = await redeemTwice(configuration, refreshToken, {
      scope: ['openid', 'profile', 'offline_access', ...asked].join(' '),
      claims: toClaimsParameter(challenge),
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
    throw toTokenError(cause, scopes, challenge)
  }
}

/**
 * Where the line broke, tokens may have been given that never came: the same refresh token is tried once more, at once
 * and within the same time. Entra takes it; where it was good once, the answer is that the session has ended. An answer
 * that took too long has used its time up.
 */
async function redeemTwice(
  configuration: Configuration,
  refreshToken: string,
  parameters: Record<string, string>,
) {
  const startedAt = performance.now()
  configuration.timeout = TIMEOUT_SECONDS
  try {
    return await refreshTokenGrant(configuration, refreshToken, parameters)
  } catch (error) {
    const leftSeconds = TIMEOUT_SECONDS - Math.ceil((performance.now() - startedAt) / 1000)
    if (!isAnswerLost(error, configuration) || leftSeconds < 1) throw error
    configuration.timeout = leftSeconds
    return refreshTokenGrant(configuration, refreshToken, parameters)
  }
}

function isAnswerLost(error: unknown, configuration: Configuration): boolean {
  if (error instanceof LostAnswerError) {
    return error.address === configuration.serverMetadata().token_endpoint && !isTimeout(error)
  }
  return error instanceof Error && isAnswerLost(error.cause, configuration)
}

function isSamePerson(claims: IDToken, person: Refresh['person']): boolean {
  return (
    claims.sub === person.subject &&
    claims.oid === person.objectId &&
    claims.tid === person.tenantId
  )
}
