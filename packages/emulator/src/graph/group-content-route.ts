import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { GroupContent } from '../world/group-content.ts'
import { type Group, listGroupsOf } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import type { GraphError } from './graph-error.ts'
import { getGroup } from './group.ts'
import { createRefusal, type PermissionRule, requirePermission } from './permission.ts'

export interface GroupContentRequest {
  request: FastifyRequest
  group: Group
  content: GroupContent
}

interface GroupContentRoute {
  /** What follows `/groups/{id}`. */
  path: string
  rule: PermissionRule
  /** What a security group is answered with. */
  createMissing: (group: Group) => GraphError
  handle: (request: GroupContentRequest) => unknown
}

/** A permission opens what the person may open: everyone a public group's, members alone a private one's. */
function mayOpen({ tenant, user }: Caller, group: Group): boolean {
  if (user === undefined) return true
  if (group.visibility === 'Public' && user.graph.userType === 'Member') return true
  return listGroupsOf(tenant, user.graph.id, true).includes(group)
}

/** Registers what a Microsoft 365 group has besides its members. */
export function registerGroupContentRoute(
  app: FastifyInstance,
  world: World,
  { path, rule, createMissing, handle }: GroupContentRoute,
): void {
  app.get<{ Params: { id: string } }>(`/groups/:id/${path}`, async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, rule)
    const group = getGroup(caller, request.params.id)
    if (group.content === undefined) throw createMissing(group)
    if (!mayOpen(caller, group)) throw createRefusal(rule)
    return handle({ request, group, content: group.content })
  })
}
