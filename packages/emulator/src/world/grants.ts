/** Who allowed which application what: the tenant's oauth2PermissionGrants and appRoleAssignments. */
export interface Grants {
  /** Delegated scopes an application has for a person: those for everyone and the person's own. */
  listScopes(grantee: Grantee, userId: string): Set<string>
  /** Roles of an API that an application is assigned to. */
  listRoles(grantee: Grantee): Set<string>
  /** Roles of an application that a person is assigned to; an empty one is access without a role. */
  listUserRoles(person: { tenantId: string; userId: string }, resourceId: string): Set<string>
  /** `userId` undefined grants for everyone in the tenant (consentType AllPrincipals). */
  grantScopes(grantee: Grantee, userId: string | undefined, scopes: readonly string[]): void
  grantRoles(grantee: Grantee, roles: readonly string[]): void
  /** Takes away what is meant, in every tenant, for everyone and for single people; answers how many grants. */
  withdraw(isMeant: (permission: GrantedPermission) => boolean): number
  /** What stands behind the above, for who reads and writes it entry by entry. */
  delegated: Set<DelegatedGrant>
  assignments: Set<RoleAssignment>
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

export interface DelegatedGrant extends Grantee {
  /** Undefined for everyone in the tenant. */
  userId: string | undefined
  scopes: Set<string>
}

export interface RoleAssignment {
  tenantId: string
  resourceId: string
  /** The role's value; empty for access without a role. */
  role: string
  principal: { clientId: string } | { userId: string }
  createdDateTime: string
}

const isSame = (left: Grantee, right: Grantee): boolean =>
  left.tenantId === right.tenantId &&
  left.clientId === right.clientId &&
  left.resourceId === right.resourceId

/** Assignments of before anybody looked. */
const seededAt = '2020-01-15T09:00:00Z'

export function createGrants(): Grants {
  const delegated = new Set<DelegatedGrant>()
  const assignments = new Set<RoleAssignment>()
  const listRoles = (grantee: Grantee): Set<string> => {
    const own = [...assignments].filter(
      ({ principal, ...assignment }) =>
        'clientId' in principal && isSame({ ...assignment, ...principal }, grantee),
    )
    return new Set(own.map(({ role }) => role))
  }
  return {
    delegated,
    assignments,
    listRoles,
    listScopes: (grantee, userId) => {
      const own = [...delegated].filter(
        (grant) =>
          isSame(grant, grantee) && (grant.userId === undefined || grant.userId === userId),
      )
      return new Set(own.flatMap(({ scopes }) => [...scopes]))
    },
    listUserRoles: ({ tenantId, userId }, resourceId) => {
      const own = [...assignments].filter(
        (assignment) =>
          assignment.tenantId === tenantId &&
          assignment.resourceId === resourceId &&
          'userId' in assignment.principal &&
          assignment.principal.userId === userId,
      )
      return new Set(own.map(({ role }) => role))
    },
    grantScopes: ({ tenantId, clientId, resourceId }, userId, scopes) => {
      const grantee = { tenantId, clientId, resourceId }
      const known = [...delegated].find((one) => isSame(one, grantee) && one.userId === userId)
      const grant = known ?? { ...grantee, userId, scopes: new Set() }
      for (const scope of scopes) grant.scopes.add(scope)
      delegated.add(grant)
    },
    grantRoles: (grantee, roles) => {
      const { tenantId, clientId, resourceId } = grantee
      const held = listRoles(grantee)
      for (const role of roles.filter((name) => !held.has(name))) {
        const principal = { clientId }
        assignments.add({ tenantId, resourceId, role, principal, createdDateTime: seededAt })
      }
    },
    withdraw: (isMeant) => withdrawScopes(delegated, isMeant) + withdrawRoles(assignments, isMeant),
  }
}

type IsMeant = Parameters<Grants['withdraw']>[0]

function withdrawScopes(delegated: Set<DelegatedGrant>, isMeant: IsMeant): number {
  let count = 0
  for (const grant of delegated) {
    const { clientId, scopes } = grant
    for (const name of [...scopes]) {
      if (!isMeant({ clientId, kind: 'delegated', name })) continue
      scopes.delete(name)
      count += 1
    }
    if (scopes.size === 0) delegated.delete(grant)
  }
  return count
}

function withdrawRoles(assignments: Set<RoleAssignment>, isMeant: IsMeant): number {
  let count = 0
  for (const assignment of assignments) {
    const { principal, role: name } = assignment
    // What people are assigned to is not consent.
    if ('userId' in principal) continue
    if (!isMeant({ clientId: principal.clientId, kind: 'application', name })) continue
    assignments.delete(assignment)
    count += 1
  }
  return count
}
