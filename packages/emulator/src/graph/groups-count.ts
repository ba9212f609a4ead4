import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { getCaller } from './caller.ts'
import { findGroups } from './find-groups.ts'
import { GraphError } from './graph-error.ts'
import { readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { refuseGuest } from './users.ts'

/** A plain number, for an eventually consistent query only. https://learn.microsoft.com/graph/aad-advanced-queries */
export function registerGroupsCount(app: FastifyInstance, world: World): void {
  app.get('/groups/$count', async (request, reply) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.listGroups)
    refuseGuest(caller)
    const query = readODataQuery(request)
    if (!query.isEventual) {
      throw new GraphError(400, 'Request_BadRequest', '$count is not currently supported.')
    }
    const groups = findGroups(caller.tenant, { ...query, count: true })
    return reply.type('text/plain').send(String(groups.length))
  })
}
