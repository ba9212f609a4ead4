import { GraphError } from './graph-error.ts'

const graphClientId = '00000003-0000-0000-c000-000000000000'

function toHeader(origin: string): string {
  return `Bearer realm="", authorization_uri="${origin}/common/oauth2/authorize", client_id="${graphClientId}"`
}

/** 401 with the header that every unauthenticated answer of Graph carries. */
export function createUnauthorized(origin: string, message: string): GraphError {
  return new GraphError(401, 'InvalidAuthenticationToken', message, {
    'www-authenticate': toHeader(origin),
  })
}

/**
 * A claims challenge: the token was issued before the account was revoked or disabled, at `moment` in
 * milliseconds of real time. `claims` is base64 with padding.
 * https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
export function createClaimsChallenge(origin: string, moment: number = Date.now()): GraphError {
  const value = String(Math.floor(moment / 1000))
  const claims = JSON.stringify({ access_token: { nbf: { essential: true, value } } })
  const encoded = Buffer.from(claims).toString('base64')
  return new GraphError(
    401,
    'InvalidAuthenticationToken',
    'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
    {
      'www-authenticate': `${toHeader(origin)}, error="insufficient_claims", claims="${encoded}"`,
    },
  )
}
