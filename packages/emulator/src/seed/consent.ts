import type { World } from '../world/world.ts'
import { fabrikamId, graphId, webClientId } from './ids.ts'
import { signInScopes } from './required-access.ts'

/** Grants everything the demo needs, as an administrator of each tenant would have. */
export function seedConsent({ grants, applications }: World): void {
  for (const { clientId, tenantId, requiredAccess } of applications.values()) {
    for (const { resourceId, delegated, application } of requiredAccess) {
      const grantee = { tenantId, clientId, resourceId }
      grants.grantScopes(grantee, undefined, delegated)
      grants.grantRoles(grantee, application)
    }
  }
  const grantee = { tenantId: fabrikamId, clientId: webClientId, resourceId: graphId }
  grants.grantScopes(grantee, undefined, signInScopes)
}
