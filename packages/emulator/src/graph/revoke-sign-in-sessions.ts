import type { FastifyInstance } from 'fastify'
import { roleTemplateIds } from '../seed/ids.ts'
import { revokeSessions } from '../world/revoke-sessions.ts'
import { listDirectoryRolesOf } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { createRequestDenied } from './graph-error.ts'
import { permissionRules } from './permission.ts'
import { type PersonRequest, registerPersonRoute } from './person-route.ts'
import { toContext } from './to-user.ts'

const administrators: string[] = [
  roleTemplateIds.globalAdministrator,
  roleTemplateIds.userAdministrator,
]

/** Ending other people's sessions takes a directory role besides the permission; an application has no roles. */
function checkMayRevoke({ caller, user }: PersonRequest): void {
  if (caller.user === undefined || caller.user === user) return
  const roles = listDirectoryRolesOf(caller.tenant, caller.user.graph.id)
  if (roles.some(({ roleTemplateId }) => administrators.includes(roleTemplateId))) return
  throw createRequestDenied()
}

/** At once, where the cloud takes minutes. https://learn.microsoft.com/graph/api/user-revokesigninsessions */
export function registerRevokeSignInSessions(app: FastifyInstance, world: World): void {
  registerPersonRoute(app, world, {
    method: 'POST',
    path: 'revokeSignInSessions',
    own: permissionRules.revokeOwnSessions,
    others: permissionRules.revokeSessions,
    handle: (person) => {
      checkMayRevoke(person)
      revokeSessions(world, person.user)
      person.caller.tenant.version += 1
      return { '@odata.context': toContext(world.origin, 'Edm.Boolean'), value: true }
    },
  })
}
