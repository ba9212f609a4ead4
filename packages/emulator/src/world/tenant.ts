import type { Changes, RemovalReason } from './changes.ts'
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
  /** By `position`. */
  users: User[]
  usersById: Map<string, User>
  usersByPrincipalName: Map<string, User>
  directoryRoles: DirectoryRole[]
  groups: Group[]
  skus: Sku[]
  /** What happened to people, for delta queries. */
  changes: Changes
  /** Of who was added last; nobody else gets it again. */
  lastPosition: number
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

/** Puts a person into the tenant as if they had always been there: for the seed. */
export function placeUser(tenant: Tenant, user: User): void {
  tenant.lastPosition += 1
  user.position = tenant.lastPosition
  tenant.users.push(user)
  tenant.usersById.set(user.graph.id, user)
  tenant.usersByPrincipalName.set(user.graph.userPrincipalName.toLowerCase(), user)
  tenant.version += 1
  tenant.sortVersion += 1
}

/** Somebody new, whom delta queries tell of. */
export function addUser(tenant: Tenant, user: User): void {
  placeUser(tenant, user)
  tenant.changes.noteAddition(user.graph.id)
}

/** Lists and delta queries learn that these properties of a person have another value now. */
export function noteUserChange(
  tenant: Tenant,
  { graph }: User,
  properties: readonly string[],
): void {
  tenant.version += 1
  if (properties.length > 0) tenant.changes.noteChange(graph.id, properties)
}

/** Takes a person out of the tenant, its groups and its roles. */
export function removeUser(tenant: Tenant, user: User, reason: RemovalReason): void {
  const { id, userPrincipalName } = user.graph
  tenant.users.splice(findPosition(tenant, user.position - 1), 1)
  tenant.usersById.delete(id)
  tenant.usersByPrincipalName.delete(userPrincipalName.toLowerCase())
  for (const { members } of [...tenant.groups, ...tenant.directoryRoles]) members.delete(id)
  tenant.version += 1
  tenant.sortVersion += 1
  tenant.changes.noteRemoval(id, reason)
}

/** Index of the first person behind a position, whoever came and went meanwhile. */
export function findPosition({ users }: Tenant, position: number): number {
  let low = 0
  let high = users.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((users[middle]?.position ?? 0) > position) high = middle
    else low = middle + 1
  }
  return low
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
