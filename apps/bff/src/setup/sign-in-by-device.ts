import { initiateDeviceAuthorization, pollDeviceAuthorizationGrant } from 'openid-client'
import type { Authority } from '../auth/authority.ts'
import { refreshAccessToken } from '../tokens/refresh-access-token.ts'
import { TokenError } from '../tokens/token-error.ts'

interface Options {
  /** Such as `https://graph.microsoft.com`. */
  resource: string
  /** Asked for at sign-in; one of them must be `offline_access`. */
  scopes: readonly string[]
  /** Told where to go and what to type. */
  ask: (device: { address: string; userCode: string; minutes: number }) => void
  now: () => Date
}

/**
 * Signs somebody in who has no browser here (RFC 8628), as this application. What is asked for is what
 * every sign-in asks for, so that looking grants nothing.
 *
 * @returns gets a token for one permission, or a `TokenError` where it was not granted
 * @throws {AuthorityError} and what openid-client throws when nobody signs in in time.
 */
export async function signInByDevice(
  authority: Authority,
  { resource, scopes, ask, now }: Options,
): Promise<(permission: string) => Promise<string>> {
  const configuration = await authority.getConfiguration()
  const device = await initiateDeviceAuthorization(configuration, { scope: scopes.join(' ') })
  ask({
    address: device.verification_uri,
    userCode: device.user_code,
    minutes: Math.round(device.expires_in / 60),
  })
  const tokens = await pollDeviceAuthorizationGrant(configuration, device)
  const claims = tokens.claims()
  let refreshToken = tokens.refresh_token
  // Some calls need one permission beside another, as in a session.
  let grantedScopes: string[] = []
  return async (permission) => {
    if (!refreshToken || !claims) throw new TokenError('session_expired', [permission])
    const refreshed = await refreshAccessToken(authority, {
      refreshToken,
      resource,
      scopes: [permission],
      grantedScopes,
      person: {
        tenantId: String(claims.tid),
        objectId: String(claims.oid),
        subject: claims.sub,
      },
      claims: undefined,
      now: now(),
    })
    refreshToken = refreshed.refreshToken ?? refreshToken
    grantedScopes = refreshed.accessToken.scopes
    return refreshed.accessToken.value
  }
}
