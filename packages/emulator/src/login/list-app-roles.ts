import type { ApplicationRegistration } from '../world/application.ts'
import type { User } from '../world/user.ts'

/** Roles of one application that a person is assigned to: the `roles` claim of its tokens, absent for nobody's. */
export function listAppRoles(
  application: ApplicationRegistration | undefined,
  user: User,
): string[] {
  return application?.appRoles.filter((role) => user.appRoles.includes(role)) ?? []
}
