import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type DirectoryRole, listDirectoryRolesOf } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { createNotFound, createNotImplemented, createRequestDenied } from './graph-error.ts'
import { readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { pickProperties } from './pick-properties.ts'
import { toDirectoryRole } from './to-directory-role.ts'
import { toContext } from './to-user.ts'

/** For a person the permission is not enough: they must hold a directory role themselves. */
function refuseWithoutRole({ tenant, user }: Caller): void {
  if (user !== undefined && listDirectoryRolesOf(tenant, user.graph.id).length === 0) {
    throw createRequestDenied()
  }
}

/** Who may read roles and their members. Throws 401 and 403. */
export async function getCallerOfRoles(world: World, request: FastifyRequest): Promise<Caller> {
  const caller = await getCaller(world, request)
  requirePermission(request, caller, permissionRules.readDirectoryRoles)
  refuseWithoutRole(caller)
  return caller
}

/** By its id in this tenant, or by `roleTemplateId='…'`, which is the same in all of them. Throws 404. */
export function getDirectoryRole({ tenant }: Caller, id: string): DirectoryRole {
  const key = id.toLowerCase()
  const template = /^roletemplateid=(.+)$/.exec(key)?.[1]
  const role = tenant.directoryRoles.find(
    (known) => known.id === key || known.roleTemplateId === template,
  )
  if (role === undefined) throw createNotFound(template ?? id)
  return role
}

/** Activated roles only; `id` differs per tenant. https://learn.microsoft.com/graph/api/directoryrole-list */
export function registerDirectoryRoles(app: FastifyInstance, world: World): void {
  app.get('/directoryRoles', async (request) => {
    const { tenant } = await getCallerOfRoles(world, request)
    const { select, expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on directoryRoles`)
    return {
      '@odata.context': toContext(world.origin, 'directoryRoles', { select }),
      value: tenant.directoryRoles.map((role) => pickProperties(toDirectoryRole(role), select)),
    }
  })
  app.get<{ Params: { id: string } }>('/directoryRoles/:id', async (request) => {
    const caller = await getCallerOfRoles(world, request)
    const { select, expand } = readODataQuery(request)
    if (expand !== undefined) throw createNotImplemented(`$expand=${expand} on a directoryRole`)
    const role = getDirectoryRole(caller, request.params.id)
    return {
      '@odata.context': toContext(world.origin, 'directoryRoles', { select, isEntity: true }),
      ...pickProperties(toDirectoryRole(role), select),
    }
  })
}
