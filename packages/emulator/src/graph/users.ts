import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { findUsers, parseUserQuery } from './find-users.ts'
import { createNotImplemented, createRequestDenied } from './graph-error.ts'
import { type ODataQuery, readODataQuery } from './odata/query.ts'
import { toPage } from './odata/to-page.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { createUserView, toContext } from './to-user.ts'

/** Served by SharePoint, which answers for one person at a time. https://learn.microsoft.com/graph/api/user-list */
export const singleUserProperties: readonly string[] = [
  'aboutMe',
  'birthday',
  'hireDate',
  'interests',
  'mailboxSettings',
  'mySite',
  'pastProjects',
  'preferredName',
  'responsibilities',
  'schools',
  'skills',
]

/** Guests may not list the directory. */
export function refuseGuest(caller: Caller): void {
  if (caller.user?.graph.userType === 'Guest') throw createRequestDenied()
}

/** Sign-ins come from reports, which answer for fewer people at once. */
function limitTop({ select, top }: ODataQuery): number | undefined {
  const isReport = select?.includes('signInActivity') === true
  return isReport && top !== undefined ? Math.min(top, 500) : top
}

function toUsersPage(world: World, caller: Caller, asked: ODataQuery): Record<string, unknown> {
  const query = { ...asked, top: limitTop(asked) }
  const alone = query.select?.find((name) => singleUserProperties.includes(name))
  if (alone !== undefined) throw createNotImplemented(`${alone} on a collection`)
  if (query.filter?.includes('signInActivity/')) {
    throw createNotImplemented('signInActivity in $filter')
  }
  const { isAdvanced } = parseUserQuery(query)
  return toPage({
    items: findUsers(caller.tenant, query),
    query,
    origin: world.origin,
    context: toContext(world.origin, 'users', query),
    isAdvanced,
    show: createUserView(caller, query.select),
  })
}

/** https://learn.microsoft.com/graph/api/user-list */
export function registerUsers(app: FastifyInstance, world: World): void {
  app.get('/users', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readUsers)
    refuseGuest(caller)
    return toUsersPage(world, caller, readODataQuery(request))
  })
}
