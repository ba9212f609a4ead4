import type { FastifyInstance } from 'fastify'
import { revokeSessions } from '../world/revoke-sessions.ts'
import type { World } from '../world/world.ts'
import { requireAuthority } from './account-authority.ts'
import { permissionRules } from './permission.ts'
import { registerPersonRoute } from './person-route.ts'
import { toContext } from './to-user.ts'

/**
 * At once, where the cloud takes minutes. One's own sessions need no directory role.
 * https://learn.microsoft.com/graph/api/user-revokesigninsessions
 */
export function registerRevokeSignInSessions(app: FastifyInstance, world: World): void {
  registerPersonRoute(app, world, {
    method: 'POST',
    path: 'revokeSignInSessions',
    own: permissionRules.revokeOwnSessions,
    others: permissionRules.revokeSessions,
    handle: ({ caller, user }) => {
      if (caller.user !== user) requireAuthority(caller, user)
      revokeSessions(world, user)
      return { '@odata.context': toContext(world.origin, 'Edm.Boolean'), value: true }
    },
  })
}
