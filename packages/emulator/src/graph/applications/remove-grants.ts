import type { World } from '../../world/world.ts'

/** What was granted to an application or on it goes with its service principal. */
export function removeGrants({ grants }: World, clientId: string): void {
  for (const grant of grants.delegated) {
    if (grant.clientId === clientId || grant.resourceId === clientId) grants.delegated.delete(grant)
  }
  for (const assignment of grants.assignments) {
    const { principal, resourceId } = assignment
    const isOwn = 'clientId' in principal && principal.clientId === clientId
    if (isOwn || resourceId === clientId) grants.assignments.delete(assignment)
  }
}
