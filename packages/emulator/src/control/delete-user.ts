import { removeUser } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { readBoolean, refuseOthers, toInput } from './control-input.ts'
import { getTenantAndUser } from './update-user.ts'

/** How somebody is deleted. */
export interface DeletionRequest {
  /** Delta queries say `deleted`; `changed`, as for who can be restored, when absent. */
  permanently?: boolean
}

/** Takes a person away, with mail, roles, memberships and consent; sessions and tokens are of nobody then. */
export function deleteUser(world: World, idOrPrincipalName: string, body: unknown): void {
  const { tenant, user } = getTenantAndUser(world, idOrPrincipalName)
  const input = toInput(body)
  refuseOthers(input, ['permanently'])
  const permanently = readBoolean(input, 'permanently')
  const { id } = user.graph
  removeUser(tenant, user, permanently ? 'deleted' : 'changed')
  world.mailboxes.delete(id)
  const { delegated, assignments } = world.grants
  for (const grant of delegated) if (grant.userId === id) delegated.delete(grant)
  for (const assignment of assignments) {
    const { principal } = assignment
    if ('userId' in principal && principal.userId === id) assignments.delete(assignment)
  }
}
