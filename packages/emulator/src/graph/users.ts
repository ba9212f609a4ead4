import type { FastifyInstance } from 'fastify'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { findUsers, parseUserQuery } from './find-users.ts'
import { createNotImplemented, createRequestDenied } from './graph-error.ts'
import { createNextLink, createPageToken, readPageToken } from './odata/page-token.ts'
import { type ODataQuery, readODataQuery } from './odata/query.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { createUserView, toContext } from './to-user.ts'

/** Served by SharePoint, which answers for one person at a time. https://learn.microsoft.com/graph/api/user-list */
const singleUserProperties = [
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

function toPage(world: World, caller: Caller, query: ODataQuery): Record<string, unknown> {
  const alone = query.select?.find((name) => singleUserProperties.includes(name))
  if (alone !== undefined) throw createNotImplemented(`${alone} on a collection`)
  const { isAdvanced } = parseUserQuery(query)
  const offset = readPageToken(query)
  const users = findUsers(caller.tenant, query)
  const end = offset + (query.top ?? 100)
  const hasMore = end < users.length
  // Without the header $count is ignored; with it the first page alone says how many there are.
  const saysCount = query.count && query.isEventual && query.skiptoken === undefined
  return {
    '@odata.context': toContext(world.origin, 'users', query),
    ...(saysCount && { '@odata.count': users.length }),
    ...(hasMore && {
      '@odata.nextLink': createNextLink(
        world.origin,
        query,
        createPageToken(query, end, isAdvanced),
      ),
    }),
    value: users.slice(offset, end).map(createUserView(caller, query.select)),
  }
}

/** https://learn.microsoft.com/graph/api/user-list */
export function registerUsers(app: FastifyInstance, world: World): void {
  app.get('/users', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readUsers)
    refuseGuest(caller)
    return toPage(world, caller, readODataQuery(request))
  })
}
