import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { DirectoryRole } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import type { Caller } from './caller.ts'
import { getCallerOfRoles, getDirectoryRole } from './directory-roles.ts'
import { createNotImplemented } from './graph-error.ts'
import { hideMember } from './group-members.ts'
import { readODataQuery } from './odata/query.ts'
import { toPage } from './odata/to-page.ts'
import { hasPermission, permissionRules } from './permission.ts'
import { createUserView, toContext } from './to-user.ts'

type MembersRequest = FastifyRequest<{ Params: { id: string } }>

function listMembers({ tenant }: Caller, role: DirectoryRole): User[] {
  return [...role.members].flatMap((id) => tenant.usersById.get(id) ?? [])
}

/**
 * Who holds a role: people only here. Without a permission to read people they come as type and id.
 * https://learn.microsoft.com/graph/api/directoryrole-list-members
 */
export function registerDirectoryRoleMembers(app: FastifyInstance, world: World): void {
  const register = (path: string, isMixed: boolean): void => {
    app.get(`/directoryRoles/:id/${path}`, async (request: MembersRequest) => {
      const caller = await getCallerOfRoles(world, request)
      const query = readODataQuery(request)
      const unknown = (['filter', 'search', 'orderby', 'expand'] as const).find(
        (option) => query[option] !== undefined,
      )
      if (unknown !== undefined) throw createNotImplemented(`$${unknown} on members`)
      const show = createUserView(caller, query.select)
      const seesPeople = hasPermission(caller, permissionRules.readUsers)
      return toPage({
        items: listMembers(caller, getDirectoryRole(caller, request.params.id)),
        query,
        origin: world.origin,
        context: toContext(world.origin, isMixed ? 'directoryObjects' : 'users', query),
        isAdvanced: query.isEventual && query.count,
        show: (user) => ({
          ...(isMixed && { '@odata.type': '#microsoft.graph.user' }),
          ...(seesPeople ? show(user) : hideMember(show(user))),
        }),
      })
    })
  }
  register('members', true)
  for (const prefix of ['microsoft.graph', 'graph']) register(`members/${prefix}.user`, false)
}
