import type { FastifyInstance } from 'fastify'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { World } from '../../world/world.ts'
import { getCaller } from '../caller.ts'
import { createNotImplemented } from '../graph-error.ts'
import { readODataQuery } from '../odata/query.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { changeApplication } from './change-application.ts'
import { getApplication } from './get-application.ts'
import { toApplication } from './to-application.ts'
import { getBody } from './values.ts'

interface Key {
  Params: { id: string }
}

/**
 * One registration: read, change, and delete, after which nobody can sign in to it while it can be restored.
 * https://learn.microsoft.com/graph/api/application-get https://learn.microsoft.com/graph/api/application-delete
 */
export function registerApplication(app: FastifyInstance, world: World): void {
  app.get<Key>('/applications/:id', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readApplications)
    const { select, expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on an application`)
    const application = getApplication(world, caller, request.params.id)
    const showsKeys = select?.includes('keyCredentials') ?? false
    return {
      '@odata.context': toContext(world.origin, 'applications', { select, isEntity: true }),
      ...pickProperties(toApplication(world, application, { showsKeys }), select),
    }
  })
  app.patch<Key>('/applications/:id', async (request, reply) => {
    const rules = [permissionRules.writeApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const application = getApplication(world, caller, request.params.id)
    changeApplication(world, application, getBody(request.body))
    return reply.code(204).send()
  })
  app.delete<Key>('/applications/:id', async (request, reply) => {
    const rules = [permissionRules.writeApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const application = getApplication(world, caller, request.params.id)
    world.applications.delete(application.clientId)
    world.deletedObjects.set(application.id, {
      tenantId: caller.tenant.id,
      deletedDateTime: toGraphTime(),
      application,
      servicePrincipal: undefined,
    })
    return reply.code(204).send()
  })
}
