import type { TokenEndpointResponse } from 'openid-client'
import { toGrantedScopes } from './to-granted-scopes.ts'
import type { AccessToken } from './token-vault.ts'

// An answer without a sensible `expires_in` tells nothing (RFC 6749, 5.1): a short life is the safe guess.
const UNKNOWN_LIFE_SECONDS = 5 * 60
// Entra's longest is a day. A number without measure would be a date that does not exist.
const MAX_LIFE_SECONDS = 24 * 60 * 60

/** The access token of a token answer, with what it is good for and until when. */
export function toAccessToken(
  tokens: TokenEndpointResponse,
  request: { resource: string; scopes: readonly string[]; now: Date },
): AccessToken {
  const life = Number(tokens.expires_in)
  const seconds =
    Number.isFinite(life) && life > 0 ? Math.min(life, MAX_LIFE_SECONDS) : UNKNOWN_LIFE_SECONDS
  return {
    value: tokens.access_token,
    resource: request.resource,
    scopes: toGrantedScopes(tokens.scope, request.scopes, request.resource),
    expiresAt: new Date(request.now.getTime() + seconds * 1000),
  }
}
