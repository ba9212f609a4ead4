/** Who allowed which application what: the tenant's oauth2PermissionGrants and appRoleAssignments. */
export interface Grants {
  /** Delegated scopes an application has for a person: those for everyone and the person's own. */
  listScopes(grantee: Grantee, userId: string): Set<string>
  listRoles(grantee: Grantee): Set<string>
  /** `userId` undefined grants for everyone in the tenant (consentType AllPrincipals). */
  grantScopes(grantee: Grantee, userId: string | undefined, scopes: readonly string[]): void
  grantRoles(grantee: Grantee, roles: readonly string[]): void
}

interface Grantee {
  tenantId: string
  clientId: string
  resourceId: string
}

const everyone = '*'

export function createGrants(): Grants {
  const scopes = new Map<string, Set<string>>()
  const roles = new Map<string, Set<string>>()
  const keyOf = (grantee: Grantee, userId = ''): string =>
    [grantee.tenantId, grantee.clientId, grantee.resourceId, userId].join('|')
  const add = (sets: Map<string, Set<string>>, key: string, names: readonly string[]): void => {
    sets.set(key, new Set([...(sets.get(key) ?? []), ...names]))
  }
  return {
    listScopes: (grantee, userId) =>
      new Set([
        ...(scopes.get(keyOf(grantee, everyone)) ?? []),
        ...(scopes.get(keyOf(grantee, userId)) ?? []),
      ]),
    listRoles: (grantee) => new Set(roles.get(keyOf(grantee))),
    grantScopes: (grantee, userId, names) => add(scopes, keyOf(grantee, userId ?? everyone), names),
    grantRoles: (grantee, names) => add(roles, keyOf(grantee), names),
  }
}
