import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Api, readApi } from '../../world/api.ts'
import type { DelegatedGrant } from '../../world/grants.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller } from '../caller.ts'
import { createNotFound, GraphError } from '../graph-error.ts'
import { type CollectionType, parseCollectionQuery } from '../odata/collection-query.ts'
import { findEntities } from '../odata/find-entities.ts'
import { readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { getApi } from './get-api.ts'
import { type Entity, getBody, Values } from './values.ts'

const values = new Values('OAuth2PermissionGrant')
const type: CollectionType = {
  name: 'oauth2PermissionGrants',
  filter: {
    name: 'microsoft.graph.oAuth2PermissionGrant',
    properties: ['clientId', 'consentType', 'id', 'principalId', 'resourceId'],
    endsWith: [],
    collections: {},
  },
  search: { words: [], beginnings: [] },
  simpleOrders: [],
}

interface Listed {
  entity: Entity
  grant: DelegatedGrant
}

/** Undefined while one of its ends is deleted. */
function toEntity(world: World, grant: DelegatedGrant): Entity | undefined {
  const clientId = readApi(world, grant.clientId)?.servicePrincipal.id
  const resourceId = readApi(world, grant.resourceId)?.servicePrincipal.id
  if (clientId === undefined || resourceId === undefined) return undefined
  const words = [grant.tenantId, clientId, resourceId, grant.userId ?? ''].join()
  return {
    clientId,
    consentType: grant.userId === undefined ? 'AllPrincipals' : 'Principal',
    id: createHash('sha256').update(words).digest('base64url'),
    principalId: grant.userId ?? null,
    resourceId,
    scope: [...grant.scopes].join(' '),
  }
}

function listGrants(world: World, { tenant }: Caller): Listed[] {
  return [...world.grants.delegated].flatMap((grant) => {
    const entity = grant.tenantId === tenant.id ? toEntity(world, grant) : undefined
    return entity === undefined ? [] : [{ entity, grant }]
  })
}

function getGrant(world: World, caller: Caller, id: string): Listed {
  const found = listGrants(world, caller).find(({ entity }) => entity.id === id)
  if (found === undefined) throw createNotFound(id)
  return found
}

/** Names of scopes that the API has; others are refused. */
function getScopes({ scopes }: Api, value: unknown): Set<string> {
  const names = values
    .getText(value, 'scope')
    .split(/\s+/)
    .filter((name) => name !== '')
  const isKnown = (name: string): boolean => scopes.some((scope) => scope.value === name)
  if (names.length === 0 || !names.every(isKnown)) values.refuse('scope')
  return new Set(names)
}

function getUserId({ tenant }: Caller, { consentType, principalId }: Entity): string | undefined {
  if (consentType === 'AllPrincipals') {
    return principalId === undefined || principalId === null
      ? undefined
      : values.refuse('principalId')
  }
  if (consentType !== 'Principal') return values.refuse('consentType')
  const id = values.getId(principalId, 'principalId')
  if (!tenant.usersById.has(id)) throw createNotFound(id)
  return id
}

function addGrant(world: World, caller: Caller, body: Entity): Entity | undefined {
  const client = getApi(world, caller, values.getId(body.clientId, 'clientId'))
  const resource = getApi(world, caller, values.getId(body.resourceId, 'resourceId'))
  const grant = {
    tenantId: caller.tenant.id,
    clientId: client.clientId,
    resourceId: resource.clientId,
    userId: getUserId(caller, body),
    scopes: getScopes(resource, body.scope),
  }
  const entity = toEntity(world, grant)
  if (listGrants(world, caller).some((known) => known.entity.id === entity?.id)) {
    const message = 'Permission entry already exists.'
    throw new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', message)
  }
  world.grants.delegated.add(grant)
  return entity
}

type EntryRequest = FastifyRequest<{ Params: { id: string } }>

/**
 * What applications may do for people: one entry for a client, an API, and everyone or one person.
 * https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant
 */
export function registerPermissionGrants(app: FastifyInstance, world: World): void {
  const rules = [permissionRules.changeGrants]
  const set = 'oauth2PermissionGrants'
  const toEntityContext = (): string => toContext(world.origin, set, { isEntity: true })
  const registerList = (
    url: string,
    isListed: (caller: Caller, request: EntryRequest) => (entity: Entity) => boolean,
  ) =>
    app.get(url, async (request: EntryRequest) => {
      const caller = await getCaller(world, request)
      requirePermission(request, caller, permissionRules.readGrants)
      const query = readODataQuery(request)
      const parsed = parseCollectionQuery<Entity>(type, query)
      const entities = listGrants(world, caller).map(({ entity }) => entity)
      return toPage({
        items: findEntities(entities.filter(isListed(caller, request)), parsed),
        query,
        origin: world.origin,
        context: toContext(world.origin, set, query),
        isAdvanced: parsed.isAdvanced,
        show: (entity) => pickProperties(entity, query.select),
      })
    })
  registerList(`/${set}`, () => () => true)
  registerList(`/servicePrincipals/:id/${set}`, (caller, { params }) => {
    const { id } = getApi(world, caller, params.id).servicePrincipal
    return ({ clientId }) => clientId === id
  })
  app.post(`/${set}`, async (request, reply) => {
    const caller = await getApplicationWriter(world, request, rules)
    const entity = addGrant(world, caller, getBody(request.body))
    return reply.code(201).send({ '@odata.context': toEntityContext(), ...entity })
  })
  app.get(`/${set}/:id`, async (request: EntryRequest) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readGrants)
    const { entity } = getGrant(world, caller, request.params.id)
    return { '@odata.context': toEntityContext(), ...entity }
  })
  app.patch(`/${set}/:id`, async (request: EntryRequest, reply) => {
    const caller = await getApplicationWriter(world, request, rules)
    const { grant, entity } = getGrant(world, caller, request.params.id)
    const { scope, ...rest } = getBody(request.body)
    const other = Object.keys(rest)[0]
    if (other !== undefined) values.refuse(other)
    grant.scopes = getScopes(getApi(world, caller, String(entity.resourceId)), scope)
    return reply.code(204).send()
  })
  app.delete(`/${set}/:id`, async (request: EntryRequest, reply) => {
    const caller = await getApplicationWriter(world, request, rules)
    world.grants.delegated.delete(getGrant(world, caller, request.params.id).grant)
    return reply.code(204).send()
  })
}
