import type { FastifyInstance } from 'fastify'
import type { Api } from '../../world/api.ts'
import type { ApplicationRegistration } from '../../world/application.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { World } from '../../world/world.ts'
import { getCaller } from '../caller.ts'
import { createNotImplemented, createRequestDenied } from '../graph-error.ts'
import { readODataQuery } from '../odata/query.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { changeServicePrincipal } from './change-service-principal.ts'
import { getApi } from './get-api.ts'
import { removeGrants } from './remove-grants.ts'
import { toServicePrincipal } from './to-service-principal.ts'
import { getBody } from './values.ts'

interface Key {
  Params: { id: string }
}

/** Graph's own belongs to Microsoft. */
function getRegistration(world: World, { clientId }: Api): ApplicationRegistration {
  const application = world.applications.get(clientId)
  if (application === undefined) throw createRequestDenied()
  return application
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-get https://learn.microsoft.com/graph/api/serviceprincipal-delete */
export function registerServicePrincipal(app: FastifyInstance, world: World): void {
  app.get<Key>('/servicePrincipals/:id', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readApplications)
    const { select, expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on a service principal`)
    const api = getApi(world, caller, request.params.id)
    return {
      '@odata.context': toContext(world.origin, 'servicePrincipals', { select, isEntity: true }),
      ...pickProperties(toServicePrincipal(world, api), select),
    }
  })
  app.patch<Key>('/servicePrincipals/:id', async (request, reply) => {
    const rules = [permissionRules.writeApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const api = getApi(world, caller, request.params.id)
    getRegistration(world, api)
    changeServicePrincipal(api.servicePrincipal, getBody(request.body))
    return reply.code(204).send()
  })
  app.delete<Key>('/servicePrincipals/:id', async (request, reply) => {
    const rules = [permissionRules.writeApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const { servicePrincipal, ...api } = getApi(world, caller, request.params.id)
    const application = getRegistration(world, { ...api, servicePrincipal })
    application.servicePrincipal = undefined
    removeGrants(world, application.clientId)
    world.deletedObjects.set(servicePrincipal.id, {
      tenantId: caller.tenant.id,
      deletedDateTime: toGraphTime(),
      application,
      servicePrincipal,
    })
    return reply.code(204).send()
  })
}
