import { type ApplicationRegistration, listRoleNames } from '../world/application.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'

/** Roles of one application that a person is assigned to: the `roles` claim of its tokens, absent for nobody's. */
export function listAppRoles(
  world: World,
  application: ApplicationRegistration | undefined,
  user: User,
): string[] {
  if (application === undefined) return []
  const person = { tenantId: user.tenantId, userId: user.graph.id }
  const assigned = world.grants.listUserRoles(person, application.clientId)
  return listRoleNames(application).filter((role) => assigned.has(role))
}
