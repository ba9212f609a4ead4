import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Api, readApi } from '../../world/api.ts'
import type { RoleAssignment } from '../../world/grants.ts'
import { toGraphTime } from '../../world/to-graph-time.ts'
import type { World } from '../../world/world.ts'
import { type Caller, getCaller } from '../caller.ts'
import { createNotFound, createNotImplemented } from '../graph-error.ts'
import { readODataQuery } from '../odata/query.ts'
import { toPage } from '../odata/to-page.ts'
import { createBadRequest } from '../parse-user-change.ts'
import { permissionRules, requirePermission } from '../permission.ts'
import { pickProperties } from '../pick-properties.ts'
import { toContext } from '../to-user.ts'
import { getApplicationWriter } from './application-caller.ts'
import { findApi, getApi } from './get-api.ts'
import { type Entity, getBody, Values } from './values.ts'

const values = new Values('AppRoleAssignment')
/** Access without a role. */
const defaultRoleId = '00000000-0000-0000-0000-000000000000'

interface Principal {
  id: string
  displayName: string
  type: 'ServicePrincipal' | 'User'
}

function readPrincipal(
  world: World,
  caller: Caller,
  assignment: RoleAssignment,
): Principal | undefined {
  const { principal } = assignment
  if ('userId' in principal) {
    const user = caller.tenant.usersById.get(principal.userId)?.graph
    return user && { id: user.id, displayName: user.displayName, type: 'User' }
  }
  const api = readApi(world, principal.clientId)
  if (api === undefined) return undefined
  return { id: api.servicePrincipal.id, displayName: api.displayName, type: 'ServicePrincipal' }
}

/** Undefined while one of its ends is deleted. */
function toEntity(world: World, caller: Caller, assignment: RoleAssignment): Entity | undefined {
  const resource = readApi(world, assignment.resourceId)
  const principal = readPrincipal(world, caller, assignment)
  if (resource === undefined || principal === undefined) return undefined
  const role = resource.appRoles.find(({ value }) => value === assignment.role)
  const appRoleId = role?.id ?? defaultRoleId
  const words = [principal.id, resource.servicePrincipal.id, appRoleId].join()
  return {
    id: createHash('sha256').update(words).digest('base64url'),
    deletedDateTime: null,
    appRoleId,
    createdDateTime: assignment.createdDateTime,
    principalDisplayName: principal.displayName,
    principalId: principal.id,
    principalType: principal.type,
    resourceDisplayName: resource.displayName,
    resourceId: resource.servicePrincipal.id,
  }
}

interface Listed {
  entity: Entity
  assignment: RoleAssignment
}

function listAssignments(world: World, caller: Caller): Listed[] {
  return [...world.grants.assignments].flatMap((assignment) => {
    if (assignment.tenantId !== caller.tenant.id) return []
    const entity = toEntity(world, caller, assignment)
    return entity === undefined ? [] : [{ entity, assignment }]
  })
}

function getPrincipal(world: World, caller: Caller, id: string): RoleAssignment['principal'] {
  if (caller.tenant.usersById.has(id)) return { userId: id }
  if (caller.tenant.groups.some((group) => group.id === id)) {
    throw createNotImplemented('roles of groups')
  }
  const api = findApi(world, caller, id)
  if (api === undefined) throw createNotFound(id)
  return { clientId: api.clientId }
}

/** The role's value; a principal of the wrong kind cannot have it. */
function getRole(resource: Api, id: string, principal: RoleAssignment['principal']): string {
  const kind = 'userId' in principal ? 'User' : 'Application'
  if (id === defaultRoleId && kind === 'User') return ''
  const role = resource.appRoles.find((one) => one.id === id && one.isEnabled)
  if (role?.value && role.allowedMemberTypes.includes(kind)) return role.value
  throw createBadRequest(
    `Permission being assigned was not found on application '${resource.clientId}'.`,
  )
}

function assign(world: World, caller: Caller, body: Entity): Entity {
  const principal = getPrincipal(world, caller, values.getId(body.principalId, 'principalId'))
  const resource = getApi(world, caller, values.getId(body.resourceId, 'resourceId'))
  const assignment: RoleAssignment = {
    tenantId: caller.tenant.id,
    resourceId: resource.clientId,
    role: getRole(resource, values.getId(body.appRoleId, 'appRoleId'), principal),
    principal,
    createdDateTime: toGraphTime(),
  }
  const entity = toEntity(world, caller, assignment) ?? {}
  if (listAssignments(world, caller).some((known) => known.entity.id === entity.id)) {
    throw createBadRequest('Permission being assigned already exists on the object')
  }
  world.grants.assignments.add(assignment)
  return entity
}

/**
 * Roles of an application's service principal on others, and of others on it; the same entries from both ends.
 * https://learn.microsoft.com/graph/api/serviceprincipal-post-approleassignedto
 */
export function registerAppRoleAssignments(app: FastifyInstance, world: World): void {
  const rules = [permissionRules.assignRoles, permissionRules.readApplications]
  const register = (path: string, end: 'principalId' | 'resourceId'): void => {
    const url = `/servicePrincipals/:id/${path}`
    type Entry = FastifyRequest<{ Params: { id: string; entry: string } }>
    const getOwn = (caller: Caller, { params }: Entry): { api: Api; own: Listed[] } => {
      const api = getApi(world, caller, params.id)
      const { id } = api.servicePrincipal
      const own = listAssignments(world, caller).filter(({ entity }) => entity[end] === id)
      return { api, own }
    }
    const toSet = ({ servicePrincipal }: Api): string =>
      `servicePrincipals('${servicePrincipal.id}')/${path}`
    app.get(url, async (request: Entry) => {
      const caller = await getCaller(world, request)
      requirePermission(request, caller, permissionRules.readApplications)
      const query = readODataQuery(request)
      if (query.filter !== undefined) throw createNotImplemented(`$filter on ${path}`)
      const { api, own } = getOwn(caller, request)
      return toPage({
        items: own,
        query,
        origin: world.origin,
        context: toContext(world.origin, toSet(api), query),
        isAdvanced: false,
        show: ({ entity }) => pickProperties(entity, query.select),
      })
    })
    app.post(url, async (request: Entry, reply) => {
      const caller = await getApplicationWriter(world, request, rules)
      const api = getApi(world, caller, request.params.id)
      const body = getBody(request.body)
      if (body[end] !== api.servicePrincipal.id) values.refuse(end)
      const context = toContext(world.origin, toSet(api), { isEntity: true })
      return reply.code(201).send({ '@odata.context': context, ...assign(world, caller, body) })
    })
    app.delete(`${url}/:entry`, async (request: Entry, reply) => {
      const caller = await getApplicationWriter(world, request, rules)
      const { entry } = request.params
      const found = getOwn(caller, request).own.find(({ entity }) => entity.id === entry)
      if (found === undefined) throw createNotFound(entry)
      world.grants.assignments.delete(found.assignment)
      return reply.code(204).send()
    })
  }
  register('appRoleAssignments', 'principalId')
  register('appRoleAssignedTo', 'resourceId')
}
