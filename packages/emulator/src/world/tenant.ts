import type { GroupContent } from './group-content.ts'
import type { User } from './user.ts'

export interface DirectoryRole {
  id: string
  roleTemplateId: string
  displayName: string
  description: string
  members: Set<string>
}

export interface Group {
  id: string
  displayName: string
  description: string
  mail: string | null
  mailNickname: string
  createdDateTime: string
  /** Microsoft 365 group; the others are security groups. */
  isUnified: boolean
  visibility: 'Public' | 'Private' | null
  /** Object ids of people and of nested groups. */
  members: Set<string>
  /** Whether Teams uses it: `resourceProvisioningOptions`. */
  isTeam: boolean
  /** Files and conversations; undefined for a security group. */
  content: GroupContent | undefined
}

export interface Sku {
  skuId: string
  skuPartNumber: string
  servicePlans: { servicePlanId: string; servicePlanName: string }[]
}

export interface Tenant {
  id: string
  domain: string
  displayName: string
  /** External ID: people sign themselves up here, and what concerns employees is closed to them. */
  isForCustomers: boolean
  users: User[]
  usersById: Map<string, User>
  usersByPrincipalName: Map<string, User>
  directoryRoles: DirectoryRole[]
  groups: Group[]
  skus: Sku[]
  /** Counts changes to people: what filtered lists are cached under. */
  version: number
  /** Counts changes to what people are sorted by; a batch that disables accounts sorts nothing anew. */
  sortVersion: number
}

/** A person by object id or user principal name; both in any letter case, as Entra compares them. */
export function readUser(tenant: Tenant, idOrPrincipalName: string): User | undefined {
  const key = idOrPrincipalName.toLowerCase()
  return tenant.usersById.get(key) ?? tenant.usersByPrincipalName.get(key)
}

export function addUser(tenant: Tenant, user: User): void {
  tenant.users.push(user)
  tenant.usersById.set(user.graph.id, user)
  tenant.usersByPrincipalName.set(user.graph.userPrincipalName.toLowerCase(), user)
  tenant.version += 1
  tenant.sortVersion += 1
}

export function listDirectoryRolesOf(tenant: Tenant, userId: string): DirectoryRole[] {
  return tenant.directoryRoles.filter((role) => role.members.has(userId))
}

/** Groups a person is in, directly or through nested groups. */
export function listGroupsOf(tenant: Tenant, userId: string, transitive: boolean): Group[] {
  const found = new Set<Group>()
  const waiting = [userId]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const group of tenant.groups) {
      if (found.has(group) || !group.members.has(id)) continue
      found.add(group)
      if (transitive) waiting.push(group.id)
    }
  }
  return tenant.groups.filter((group) => found.has(group))
}
