import type { FastifyRequest } from 'fastify'
import { roleTemplateIds } from '../../seed/ids.ts'
import { listDirectoryRolesOf } from '../../world/tenant.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller } from '../caller.ts'
import { createRequestDenied } from '../graph-error.ts'
import { type PermissionRule, requirePermission } from '../permission.ts'

function isGlobalAdministrator({ tenant, user }: Caller): boolean {
  return (
    user !== undefined &&
    listDirectoryRolesOf(tenant, user.graph.id).some(
      ({ roleTemplateId }) => roleTemplateId === roleTemplateIds.globalAdministrator,
    )
  )
}

/**
 * Who may change applications and what they are granted: a permission is not enough for a person, who needs the
 * directory role as well. Throws 403. https://learn.microsoft.com/entra/identity/role-based-access-control/delegate-app-roles
 */
export async function getApplicationWriter(
  world: World,
  request: FastifyRequest,
  rules: PermissionRule[],
): Promise<Caller> {
  const caller = await getCaller(world, request)
  for (const rule of rules) requirePermission(request, caller, rule)
  if (caller.user !== undefined && !isGlobalAdministrator(caller)) throw createRequestDenied()
  return caller
}
