import { isDeepStrictEqual } from 'node:util'
import { isSortProperty } from '../graph/odata/order.ts'
import { listRoleNames } from '../world/application.ts'
import { revokeSessions } from '../world/revoke-sessions.ts'
import { noteUserChange, readUser, type Tenant } from '../world/tenant.ts'
import type { GraphUser, User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { ControlError } from './control-input.ts'
import { type CheckedPatch, parseUserPatch } from './parse-user-patch.ts'

/** Throws a `ControlError` for an id or user principal name of nobody. */
export function getTenantAndUser(world: World, id: string): { tenant: Tenant; user: User } {
  for (const tenant of world.tenants) {
    const user = readUser(tenant, id)
    if (user !== undefined) return { tenant, user }
  }
  throw new ControlError(`There is no person "${id}" in the demo tenant.`)
}

/** Changes a person at once. Throws a `ControlError` before anything is changed when the patch is wrong. */
export function updateUser(world: World, idOrPrincipalName: string, body: unknown): User {
  const { tenant, user } = getTenantAndUser(world, idOrPrincipalName)
  applyPatch(world, { tenant, user }, parseUserPatch(world, tenant, body))
  return user
}

/** Throws a `ControlError` for a user principal name that is taken, and changes nothing then. */
export function applyPatch(
  world: World,
  { tenant, user }: { tenant: Tenant; user: User },
  patch: CheckedPatch,
): void {
  const { change, roles, appRoles, revokes, hasPhoto, password } = patch
  renameUser(tenant, user, change.userPrincipalName)
  changeProperties(tenant, user, change)
  if (change.accountEnabled !== undefined) user.onPremisesAccountEnabled = undefined
  if (password !== undefined) user.password = password
  if (hasPhoto !== undefined) user.hasPhoto = hasPhoto
  if (appRoles !== undefined) assignAppRoles(world, user, appRoles)
  if (roles !== undefined) assignRoles(tenant, user, roles)
  if (revokes) revokeSessions(world, user)
}

/** What is set to the value it has is no change. */
function changeProperties(tenant: Tenant, user: User, change: Partial<GraphUser>): void {
  const names = Object.keys(change) as (keyof GraphUser)[]
  const changed: string[] = names.filter(
    (name) => !isDeepStrictEqual(user.graph[name], change[name]),
  )
  Object.assign(user.graph, change)
  // Graph shows the user principal name as one of the identities.
  if (changed.includes('userPrincipalName')) changed.push('identities')
  noteUserChange(tenant, user, changed)
  if (changed.some(isSortProperty)) tenant.sortVersion += 1
}

function renameUser(tenant: Tenant, user: User, name: string | undefined): void {
  if (name === undefined) return
  const key = name.toLowerCase()
  const holder = tenant.usersByPrincipalName.get(key)
  if (holder !== undefined && holder !== user) throw new ControlError(`"${name}" is taken.`)
  tenant.usersByPrincipalName.delete(user.graph.userPrincipalName.toLowerCase())
  tenant.usersByPrincipalName.set(key, user)
}

/** Of every application that defines such a role. */
function assignAppRoles({ applications, grants }: World, user: User, roles: string[]): void {
  const { tenantId } = user
  const userId = user.graph.id
  for (const assignment of grants.assignments) {
    const { principal } = assignment
    if ('userId' in principal && principal.userId === userId) grants.assignments.delete(assignment)
  }
  const createdDateTime = `${new Date().toISOString().slice(0, 19)}Z`
  for (const application of applications.values()) {
    const resourceId = application.clientId
    for (const role of listRoleNames(application).filter((name) => roles.includes(name))) {
      grants.assignments.add({ tenantId, resourceId, role, principal: { userId }, createdDateTime })
    }
  }
}

function assignRoles(tenant: Tenant, user: User, templateIds: string[]): void {
  for (const role of tenant.directoryRoles) {
    if (templateIds.includes(role.roleTemplateId)) role.members.add(user.graph.id)
    else role.members.delete(user.graph.id)
  }
}
