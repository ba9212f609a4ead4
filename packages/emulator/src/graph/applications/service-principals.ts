import type { FastifyInstance } from 'fastify'
import { readApi } from '../../world/api.ts'
import { openServicePrincipal } from '../../world/open-service-principal.ts'
import type { World } from '../../world/world.ts'
import { getCaller } from '../caller.ts'
import { GraphError } from '../graph-error.ts'
import { type CollectionType, parseCollectionQuery } from '../odata/collection-query.ts'
import { findEntities } from '../odata/find-entities.ts'
import { readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { createBadRequest } from '../parse-user-change.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { changeServicePrincipal } from './change-service-principal.ts'
import { getApi, listApis } from './get-api.ts'
import { listApplications } from './get-application.ts'
import { toServicePrincipal } from './to-service-principal.ts'
import { getBody, Values } from './values.ts'

const type: CollectionType = {
  name: 'servicePrincipals',
  filter: {
    name: 'microsoft.graph.servicePrincipal',
    properties: ['accountEnabled', 'appId', 'displayName', 'id', 'servicePrincipalType'],
    endsWith: [],
    collections: { servicePrincipalNames: null, tags: null },
  },
  search: { words: ['displayName'], beginnings: [] },
  simpleOrders: [],
}

/** https://learn.microsoft.com/graph/api/serviceprincipal-list https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals */
export function registerServicePrincipals(app: FastifyInstance, world: World): void {
  app.get('/servicePrincipals', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readApplications)
    const query = readODataQuery(request)
    const parsed = parseCollectionQuery<Record<string, unknown>>(type, query)
    const shown = listApis(world, caller).map((api) => toServicePrincipal(world, api))
    return toPage({
      items: findEntities(shown, parsed),
      query,
      origin: world.origin,
      context: toContext(world.origin, 'servicePrincipals', query),
      isAdvanced: parsed.isAdvanced,
      show: (entity) => pickProperties(entity, query.select),
    })
  })
  app.post('/servicePrincipals', async (request, reply) => {
    const rules = [permissionRules.writeApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const { appId, ...rest } = getBody(request.body)
    const clientId = new Values('ServicePrincipal').getId(appId, 'appId')
    if (readApi(world, clientId) !== undefined) {
      throw new GraphError(
        409,
        'Request_MultipleObjectsWithSameKeyValue',
        `The service principal cannot be created, updated, or restored because the service principal name ${clientId} is already in use.`,
      )
    }
    const application = listApplications(world, caller).find((one) => one.clientId === clientId)
    if (application === undefined) {
      throw createBadRequest(
        `The appId '${clientId}' of the service principal does not reference a valid application object.`,
      )
    }
    const draft = structuredClone(application)
    changeServicePrincipal(openServicePrincipal(draft), rest)
    application.servicePrincipal = draft.servicePrincipal
    const api = getApi(world, caller, `appId=${clientId}`)
    return reply.code(201).send({
      '@odata.context': toContext(world.origin, 'servicePrincipals', { isEntity: true }),
      ...toServicePrincipal(world, api),
    })
  })
}
