import type { FastifyInstance } from 'fastify'
import { getCaller, requireUser } from '../graph/caller.ts'
import { requirePermission } from '../graph/permission.ts'
import type { World } from '../world/world.ts'
import { toPairwiseSubject } from './token-parts.ts'

/** Lives on Graph's origin and wants a Graph token. https://learn.microsoft.com/entra/identity-platform/userinfo */
export function registerUserinfo(app: FastifyInstance, world: World): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/oidc/userinfo',
    handler: async (request) => {
      const caller = await getCaller(world, request)
      const user = requireUser(caller)
      requirePermission(request, caller, { delegated: ['openid'], application: [] })
      const { displayName, surname, givenName, mail } = user.graph
      return {
        sub: toPairwiseSubject(user, caller.clientId),
        name: displayName,
        ...(surname !== null && { family_name: surname }),
        ...(givenName !== null && { given_name: givenName }),
        picture: `${world.origin}/v1.0/me/photo/$value`,
        ...(mail !== null && { email: mail }),
      }
    },
  })
}
