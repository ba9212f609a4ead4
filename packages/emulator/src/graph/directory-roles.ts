import type { FastifyInstance } from 'fastify'
import { listDirectoryRolesOf } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { createNotImplemented, createRequestDenied } from './graph-error.ts'
import { readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { toDirectoryRole } from './to-directory-role.ts'
import { toContext } from './to-user.ts'

/** For a person the permission is not enough: they must hold a directory role themselves. */
function refuseWithoutRole({ tenant, user }: Caller): void {
  if (user !== undefined && listDirectoryRolesOf(tenant, user.graph.id).length === 0) {
    throw createRequestDenied()
  }
}

/** Activated roles only; `id` differs per tenant. https://learn.microsoft.com/graph/api/directoryrole-list */
export function registerDirectoryRoles(app: FastifyInstance, world: World): void {
  app.get('/directoryRoles', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readDirectoryRoles)
    refuseWithoutRole(caller)
    const { expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on directoryRoles`)
    return {
      '@odata.context': toContext(world.origin, 'directoryRoles'),
      value: caller.tenant.directoryRoles.map(toDirectoryRole),
    }
  })
}
