import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Group } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { type Caller, getCaller } from './caller.ts'
import { createNotImplemented } from './graph-error.ts'
import { getGroup } from './group.ts'
import { type ODataQuery, readODataQuery } from './odata/query.ts'
import { toPage } from './odata/to-page.ts'
import { hasPermission, permissionRules, requirePermission } from './permission.ts'
import { pickProperties } from './pick-properties.ts'
import { toGroup } from './to-group.ts'
import { createUserView, toContext } from './to-user.ts'

type Kind = 'user' | 'group'
type Member = { user: User } | { group: Group }
type MembersRequest = FastifyRequest<{ Params: { id: string } }>

function listMembers({ tenant }: Caller, group: Group, kinds: readonly Kind[]): Member[] {
  return [...group.members].flatMap((id): Member[] => {
    const user = tenant.usersById.get(id)
    if (user !== undefined) return kinds.includes('user') ? [{ user }] : []
    const inner = tenant.groups.find((known) => known.id === id)
    return inner !== undefined && kinds.includes('group') ? [{ group: inner }] : []
  })
}

/** Everything `null` but the id, for who may see that somebody is a member and not who it is. */
export function hideMember(member: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(member).map(([name, value]) => [name, name === 'id' ? value : null]),
  )
}

function createMemberView(
  caller: Caller,
  { select }: ODataQuery,
  isMixed: boolean,
): (member: Member) => Record<string, unknown> {
  const seesPeople = hasPermission(caller, permissionRules.readUsers)
  const seesGroups = hasPermission(caller, permissionRules.listGroups)
  const showUser = createUserView(caller, select)
  const mark = (kind: Kind) => (isMixed ? { '@odata.type': `#microsoft.graph.${kind}` } : {})
  return (member) => {
    if ('user' in member) {
      const shown = showUser(member.user)
      return { ...mark('user'), ...(seesPeople ? shown : hideMember(shown)) }
    }
    const shown = pickProperties(toGroup(member.group), select)
    return { ...mark('group'), ...(seesGroups ? shown : hideMember(shown)) }
  }
}

/**
 * Direct members: people and nested groups, marked with their type; a cast list has one kind and no marks.
 * https://learn.microsoft.com/graph/api/group-list-members
 */
export function registerGroupMembers(app: FastifyInstance, world: World): void {
  const register = (path: string, kinds: readonly Kind[]): void => {
    const isMixed = kinds.length > 1
    app.get(`/groups/:id/${path}`, async (request: MembersRequest) => {
      const caller = await getCaller(world, request)
      requirePermission(request, caller, permissionRules.readGroupMembers)
      const query = readODataQuery(request)
      const unknown = (['filter', 'search', 'orderby', 'expand'] as const).find(
        (option) => query[option] !== undefined,
      )
      if (unknown !== undefined) throw createNotImplemented(`$${unknown} on members`)
      const group = getGroup(caller, request.params.id)
      return toPage({
        items: listMembers(caller, group, kinds),
        query,
        origin: world.origin,
        context: toContext(world.origin, isMixed ? 'directoryObjects' : `${kinds[0]}s`, query),
        isAdvanced: query.isEventual && query.count,
        show: createMemberView(caller, query, isMixed),
      })
    })
  }
  register('members', ['user', 'group'])
  for (const prefix of ['microsoft.graph', 'graph']) {
    register(`members/${prefix}.user`, ['user'])
    register(`members/${prefix}.group`, ['group'])
  }
}
