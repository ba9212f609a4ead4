/** Who allowed which application what: the tenant's oauth2PermissionGrants and appRoleAssignments. */
export interface Grants {
  /** Delegated scopes an application has for a person: those for everyone and the person's own. */
  listScopes(grantee: Grantee, userId: string): Set<string>
  listRoles(grantee: Grantee): Set<string>
  /** `userId` undefined grants for everyone in the tenant (consentType AllPrincipals). */
  grantScopes(grantee: Grantee, userId: string | undefined, scopes: readonly string[]): void
  grantRoles(grantee: Grantee, roles: readonly string[]): void
  /** Takes away what is meant, in every tenant, for everyone and for single people; answers how many grants. */
  withdraw(isMeant: (permission: GrantedPermission) => boolean): number
}

interface Grantee {
  tenantId: string
  clientId: string
  resourceId: string
}

export const permissionKinds = ['delegated', 'application'] as const
export type PermissionKind = (typeof permissionKinds)[number]

interface GrantedPermission {
  clientId: string
  kind: PermissionKind
  name: string
}

interface Grant {
  clientId: string
  names: Set<string>
}

const everyone = '*'

function toKey({ tenantId, clientId, resourceId }: Grantee, userId = ''): string {
  return [tenantId, clientId, resourceId, userId].join('|')
}

export function createGrants(): Grants {
  const scopes = new Map<string, Grant>()
  const roles = new Map<string, Grant>()
  const add = (
    grants: Map<string, Grant>,
    key: string,
    { clientId, names }: { clientId: string; names: readonly string[] },
  ): void => {
    grants.set(key, { clientId, names: new Set([...(grants.get(key)?.names ?? []), ...names]) })
  }
  return {
    listScopes: (grantee, userId) =>
      new Set([
        ...(scopes.get(toKey(grantee, everyone))?.names ?? []),
        ...(scopes.get(toKey(grantee, userId))?.names ?? []),
      ]),
    listRoles: (grantee) => new Set(roles.get(toKey(grantee))?.names),
    grantScopes: (grantee, userId, names) =>
      add(scopes, toKey(grantee, userId ?? everyone), { clientId: grantee.clientId, names }),
    grantRoles: (grantee, names) =>
      add(roles, toKey(grantee), { clientId: grantee.clientId, names }),
    withdraw: (isMeant) =>
      withdrawFrom(scopes, 'delegated', isMeant) + withdrawFrom(roles, 'application', isMeant),
  }
}

function withdrawFrom(
  grants: Map<string, Grant>,
  kind: PermissionKind,
  isMeant: (permission: GrantedPermission) => boolean,
): number {
  let count = 0
  for (const { clientId, names } of grants.values()) {
    for (const name of [...names]) {
      if (!isMeant({ clientId, kind, name })) continue
      names.delete(name)
      count += 1
    }
  }
  return count
}
