import type { FastifyInstance } from 'fastify'
import type { Group } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { createNotFound, createNotImplemented } from './graph-error.ts'
import { readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { pickProperties } from './pick-properties.ts'
import { toGroup } from './to-group.ts'
import { toContext } from './to-user.ts'

/** Throws 404 for anything that is no group of the caller's tenant. */
export function getGroup({ tenant }: Caller, id: string): Group {
  const group = tenant.groups.find((known) => known.id === id.toLowerCase())
  if (group === undefined) throw createNotFound(id)
  return group
}

/** https://learn.microsoft.com/graph/api/group-get */
export function registerGroup(app: FastifyInstance, world: World): void {
  app.get<{ Params: { id: string } }>('/groups/:id', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.listGroups)
    const { select, expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on a group`)
    const group = getGroup(caller, request.params.id)
    return {
      '@odata.context': toContext(world.origin, 'groups', { select, isEntity: true }),
      ...pickProperties(toGroup(group), select),
    }
  })
}
