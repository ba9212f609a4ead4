import type { FastifyInstance } from 'fastify'
import { readUser } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller, requireUser } from './caller.ts'
import { createNotFound, createNotImplemented, GraphError } from './graph-error.ts'
import { type ODataQuery, readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { createUserView, toContext } from './to-user.ts'

/** Throws 404 for anything that is no person of the caller's tenant. */
export function getUser(caller: Caller, idOrPrincipalName: string): User {
  const user = readUser(caller.tenant, idOrPrincipalName)
  if (user === undefined) throw createNotFound(idOrPrincipalName)
  return user
}

/** One's own account is open to `User.Read`, also when it is addressed by id. */
export function isSelf(caller: Caller, idOrPrincipalName: string): boolean {
  const self = caller.user
  return self !== undefined && readUser(caller.tenant, idOrPrincipalName) === self
}

function toEntity(
  world: World,
  caller: Caller,
  { user, query }: { user: User; query: ODataQuery },
): Record<string, unknown> {
  if (query.expand !== undefined) throw createNotImplemented(`$expand=${query.expand} on a user`)
  const { select } = query
  return {
    '@odata.context': toContext(world.origin, 'users', { select, isEntity: true }),
    ...createUserView(caller, select)(user),
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The reports behind `signInActivity` know people by their object ids only. */
function requireId(id: string, { select }: ODataQuery): void {
  if (!select?.includes('signInActivity') || guid.test(id)) return
  throw new GraphError(
    400,
    'BadRequest',
    'Get By Key only supports UserId and the key has to be a valid Guid',
  )
}

/** https://learn.microsoft.com/graph/api/user-get */
export function registerUser(app: FastifyInstance, world: World): void {
  app.get('/me', async (request) => {
    const caller = await getCaller(world, request)
    const user = requireUser(caller)
    requirePermission(request, caller, permissionRules.readMe)
    return toEntity(world, caller, { user, query: readODataQuery(request) })
  })
  app.get<{ Params: { id: string } }>('/users/:id', async (request) => {
    const caller = await getCaller(world, request)
    const { id } = request.params
    const rule = isSelf(caller, id) ? permissionRules.readMe : permissionRules.readUsers
    requirePermission(request, caller, rule)
    const query = readODataQuery(request)
    requireId(id, query)
    return toEntity(world, caller, { user: getUser(caller, id), query })
  })
}
