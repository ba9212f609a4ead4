import type { SignedInAccount } from '../world/issued.ts'
import { getTenant, type World } from '../world/world.ts'
import { toIssuer } from './issuer.ts'

/**
 * What to load in hidden frames when sessions end: each application that an account visited and that wants to
 * know. Only `sid` tells which session is meant; `iss` stays away on the cloud, although OpenID Connect
 * Front-Channel Logout 3 wants both or neither. https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#single-sign-out
 */
export function listLogoutUrls(world: World, ended: SignedInAccount[]): URL[] {
  return ended.flatMap(({ visited, sessionId, tenantId }) =>
    visited.flatMap(({ clientId, origin }) => {
      const address = world.applications.get(clientId)?.logoutUrl ?? null
      if (address === null) return []
      const url = new URL(address, origin)
      url.searchParams.set('sid', sessionId)
      if (world.settings.logoutSendsIssuer) {
        url.searchParams.set('iss', toIssuer(world, getTenant(world, tenantId)))
      }
      return url
    }),
  )
}
