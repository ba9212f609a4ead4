import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DeletedObject } from '../../world/deleted-object.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller } from '../caller.ts'
import { createNotFound } from '../graph-error.ts'
import { readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { removeGrants } from './remove-grants.ts'
import { toApplication } from './to-application.ts'
import { toServicePrincipal } from './to-service-principal.ts'
import type { Entity } from './values.ts'

type ItemRequest = FastifyRequest<{ Params: { id: string } }>

function getDeleted(world: World, { tenant }: Caller, id: string): DeletedObject {
  const deleted = world.deletedObjects.get(id.toLowerCase())
  if (deleted === undefined || deleted.tenantId !== tenant.id) throw createNotFound(id)
  return deleted
}

function toEntity(world: World, deleted: DeletedObject): Entity {
  const { application, servicePrincipal, deletedDateTime } = deleted
  if (servicePrincipal === undefined) return toApplication(world, application, { deletedDateTime })
  const shown = toServicePrincipal(world, { ...application, servicePrincipal })
  return { ...shown, deletedDateTime }
}

const toKind = ({ servicePrincipal }: DeletedObject): string =>
  servicePrincipal === undefined ? 'application' : 'servicePrincipal'

/** Back to where it was, with its grants where they were kept. */
function restore({ applications }: World, { application, servicePrincipal }: DeletedObject): void {
  if (servicePrincipal === undefined) applications.set(application.clientId, application)
  else application.servicePrincipal ??= servicePrincipal
}

/**
 * Where deleted applications and service principals are kept, on the cloud for 30 days.
 * https://learn.microsoft.com/graph/api/resources/directory
 */
export function registerDeletedItems(app: FastifyInstance, world: World): void {
  const rules = [permissionRules.writeApplications]
  const show = (deleted: DeletedObject): Entity => ({
    '@odata.context': toContext(world.origin, 'directoryObjects', { isEntity: true }),
    '@odata.type': `#microsoft.graph.${toKind(deleted)}`,
    ...toEntity(world, deleted),
  })
  for (const kind of ['application', 'servicePrincipal']) {
    app.get(`/directory/deletedItems/microsoft.graph.${kind}`, async (request) => {
      const caller = await getCaller(world, request)
      requirePermission(request, caller, permissionRules.readApplications)
      const query = readODataQuery(request)
      const deleted = [...world.deletedObjects.values()].filter(
        (one) => one.tenantId === caller.tenant.id && toKind(one) === kind,
      )
      return toPage({
        items: deleted,
        query,
        origin: world.origin,
        context: toContext(world.origin, `${kind}s`, query),
        isAdvanced: false,
        show: (one) => pickProperties(toEntity(world, one), query.select),
      })
    })
  }
  app.get('/directory/deletedItems/:id', async (request: ItemRequest) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readApplications)
    return show(getDeleted(world, caller, request.params.id))
  })
  app.delete('/directory/deletedItems/:id', async (request: ItemRequest, reply) => {
    const caller = await getApplicationWriter(world, request, rules)
    const deleted = getDeleted(world, caller, request.params.id)
    world.deletedObjects.delete(request.params.id.toLowerCase())
    if (deleted.servicePrincipal === undefined) removeGrants(world, deleted.application.clientId)
    return reply.code(204).send()
  })
  app.post('/directory/deletedItems/:id/restore', async (request: ItemRequest) => {
    const caller = await getApplicationWriter(world, request, rules)
    const deleted = getDeleted(world, caller, request.params.id)
    restore(world, deleted)
    world.deletedObjects.delete(request.params.id.toLowerCase())
    return { ...show(deleted), deletedDateTime: null }
  })
}
