import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { ApplicationRegistration } from '../../world/application.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller } from '../caller.ts'
import { type CollectionType, parseCollectionQuery } from '../odata/collection-query.ts'
import { findEntities } from '../odata/find-entities.ts'
import { readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { changeApplication } from './change-application.ts'
import { listApplications } from './get-application.ts'
import { toApplication } from './to-application.ts'
import { getBody } from './values.ts'

const type: CollectionType = {
  name: 'applications',
  filter: {
    name: 'microsoft.graph.application',
    properties: ['appId', 'createdDateTime', 'displayName', 'id', 'signInAudience'],
    endsWith: [],
    collections: { identifierUris: null, tags: null },
  },
  search: { words: ['displayName'], beginnings: [] },
  simpleOrders: [],
}

function createRegistration({ tenant, clientId }: Caller): ApplicationRegistration {
  return {
    id: randomUUID(),
    clientId: randomUUID(),
    tenantId: tenant.id,
    createdDateTime: toGraphTime(),
    displayName: '',
    redirectUris: { web: [], spa: [], publicClient: [] },
    isFallbackPublicClient: null,
    logoutUrl: null,
    secrets: [],
    certificates: [],
    identifierUris: [],
    scopes: [],
    appRoles: [],
    requiredAccess: [],
    accessTokenVersion: null,
    groupMembershipClaims: null,
    optionalClaims: null,
    servicePrincipal: undefined,
    kept: { createdByAppId: clientId, signInAudience: 'AzureADMultipleOrgs' },
  }
}

/** https://learn.microsoft.com/graph/api/application-list https://learn.microsoft.com/graph/api/application-post-applications */
export function registerApplications(app: FastifyInstance, world: World): void {
  app.get('/applications', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readApplications)
    const query = readODataQuery(request)
    const { select } = query
    const parsed = parseCollectionQuery<Record<string, unknown>>(type, query)
    const showsKeys = select?.includes('keyCredentials') ?? false
    const shown = listApplications(world, caller).map((one) =>
      toApplication(world, one, { showsKeys }),
    )
    return toPage({
      items: findEntities(shown, parsed),
      query,
      origin: world.origin,
      context: toContext(world.origin, 'applications', query),
      isAdvanced: parsed.isAdvanced,
      show: (entity) => pickProperties(entity, select),
    })
  })
  app.post('/applications', async (request, reply) => {
    const rules = [permissionRules.createApplications]
    const caller = await getApplicationWriter(world, request, rules)
    const application = createRegistration(caller)
    changeApplication(world, application, { displayName: undefined, ...getBody(request.body) })
    world.applications.set(application.clientId, application)
    const path = `${caller.tenant.id}/directoryObjects/${application.id}`
    return reply
      .code(201)
      .header('location', `${world.origin}/v2/${path}/Microsoft.DirectoryServices.Application`)
      .send({
        '@odata.context': toContext(world.origin, 'applications', { isEntity: true }),
        ...toApplication(world, application),
      })
  })
}
