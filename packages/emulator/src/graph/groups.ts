import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { getCaller } from './caller.ts'
import { findGroups, parseGroupQuery } from './find-groups.ts'
import { readODataQuery } from './odata/query.ts'
import { toPage } from './odata/to-page.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { pickProperties } from './pick-properties.ts'
import { toContext } from './to-user.ts'
import { refuseGuest } from './users.ts'

/** https://learn.microsoft.com/graph/api/group-list */
export function registerGroups(app: FastifyInstance, world: World): void {
  app.get('/groups', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.listGroups)
    refuseGuest(caller)
    const query = readODataQuery(request)
    const { isAdvanced } = parseGroupQuery(query)
    return toPage({
      items: findGroups(caller.tenant, query),
      query,
      origin: world.origin,
      context: toContext(world.origin, 'groups', query),
      isAdvanced,
      show: (group) => pickProperties(group, query.select),
    })
  })
}
