import type { World } from '../world/world.ts'
import { contosoId, customersId, fabrikamId, graphId, webClientId } from './ids.ts'
import { signInScopes } from './required-access.ts'

/** Grants everything the demo needs, as an administrator of each tenant would have. */
export function seedConsent({ grants, applications }: World): void {
  for (const { clientId, requiredAccess } of applications.values()) {
    for (const { resourceId, delegated, application } of requiredAccess) {
      const grantee = { tenantId: contosoId, clientId, resourceId }
      grants.grantScopes(grantee, undefined, delegated)
      grants.grantRoles(grantee, application)
    }
  }
  for (const tenantId of [fabrikamId, customersId]) {
    const grantee = { tenantId, clientId: webClientId, resourceId: graphId }
    grants.grantScopes(grantee, undefined, signInScopes)
  }
}
