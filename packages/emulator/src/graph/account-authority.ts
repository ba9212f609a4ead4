import { roleTemplateIds } from '../seed/ids.ts'
import { listDirectoryRolesOf } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import type { Caller } from './caller.ts'
import { createRequestDenied } from './graph-error.ts'

const overAnyone: readonly string[] = [
  roleTemplateIds.globalAdministrator,
  roleTemplateIds.privilegedAuthenticationAdministrator,
]
const overOrdinaryPeople: readonly string[] = [
  ...overAnyone,
  roleTemplateIds.userAdministrator,
  roleTemplateIds.authenticationAdministrator,
]

/**
 * A permission is not enough to act on an account: the person who asks needs a directory role, a higher one when
 * the account holds a role itself, though not for their own. An application holds no role here and reaches nobody
 * who does. Throws 403. https://learn.microsoft.com/graph/api/resources/users#who-can-perform-sensitive-actions
 */
export function requireAuthority({ tenant, user: acting }: Caller, target: User): void {
  const isAdministrator = listDirectoryRolesOf(tenant, target.graph.id).length > 0
  if (acting === undefined) {
    if (isAdministrator) throw createRequestDenied()
    return
  }
  const sufficient = isAdministrator && acting !== target ? overAnyone : overOrdinaryPeople
  const held = listDirectoryRolesOf(tenant, acting.graph.id)
  if (!held.some(({ roleTemplateId }) => sufficient.includes(roleTemplateId))) {
    throw createRequestDenied()
  }
}
