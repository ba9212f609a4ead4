import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller, requireUser } from './caller.ts'
import { type PermissionRule, requirePermission } from './permission.ts'
import { getUser, isSelf } from './user.ts'

export interface PersonRequest {
  request: FastifyRequest
  caller: Caller
  user: User
}

export interface PersonRoute {
  /** GET when absent. */
  method?: 'POST'
  /** What follows `/me` and `/users/{id}`. */
  path: string
  own: PermissionRule
  others: PermissionRule
  handle: (request: PersonRequest, reply: FastifyReply) => unknown
}

/** Registers what hangs below a person, for `/me` and `/users/{id}` alike. */
export function registerPersonRoute(app: FastifyInstance, world: World, route: PersonRoute): void {
  const { method = 'GET' } = route
  app.route({
    method,
    url: `/me/${route.path}`,
    handler: async (request, reply) => {
      const caller = await getCaller(world, request)
      const user = requireUser(caller)
      requirePermission(request, caller, route.own)
      return route.handle({ request, caller, user }, reply)
    },
  })
  app.route<{ Params: { id: string } }>({
    method,
    url: `/users/:id/${route.path}`,
    handler: async (request, reply) => {
      const caller = await getCaller(world, request)
      const { id } = request.params
      requirePermission(request, caller, isSelf(caller, id) ? route.own : route.others)
      return route.handle({ request, caller, user: getUser(caller, id) }, reply)
    },
  })
}
