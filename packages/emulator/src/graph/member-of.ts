import type { FastifyInstance } from 'fastify'
import { listDirectoryRolesOf, listGroupsOf } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { readODataQuery } from './odata/query.ts'
import { hasPermission, permissionRules } from './permission.ts'
import { type PersonRequest, registerPersonRoute } from './person-route.ts'
import { pickProperties } from './pick-properties.ts'
import { toDirectoryRole } from './to-directory-role.ts'
import { toGroup } from './to-group.ts'
import { toContext } from './to-user.ts'

type Kind = 'group' | 'directoryRole'
type Member = Record<string, unknown>

/** What the caller may not read comes back as type and id, everything else `null`. */
function limit(member: Member, isReadable: boolean): Member {
  if (isReadable) return member
  return Object.fromEntries(
    Object.entries(member).map(([name, value]) => [name, name === 'id' ? value : null]),
  )
}

function listMembers({ caller, user }: PersonRequest, kind: Kind, isTransitive: boolean): Member[] {
  if (kind === 'directoryRole') {
    const isReadable = hasPermission(caller, permissionRules.readDirectoryRoles)
    const roles = listDirectoryRolesOf(caller.tenant, user.graph.id)
    return roles.map((role) => limit(toDirectoryRole(role), isReadable))
  }
  const isReadable = hasPermission(caller, permissionRules.readGroups)
  const groups = listGroupsOf(caller.tenant, user.graph.id, isTransitive)
  return groups.map((group) => limit(toGroup(group), isReadable))
}

/** `@odata.type` marks the members of a mixed list; a cast list has one kind and no marks. */
function registerList(
  app: FastifyInstance,
  world: World,
  list: { path: string; kinds: Kind[]; isTransitive: boolean },
): void {
  registerPersonRoute(app, world, {
    path: list.path,
    own: permissionRules.readOwnMemberships,
    others: permissionRules.readMemberships,
    handle: (person) => {
      const { select } = readODataQuery(person.request)
      const isMixed = list.kinds.length > 1
      const value = list.kinds.flatMap((kind) =>
        listMembers(person, kind, list.isTransitive).map((member) => ({
          ...(isMixed && { '@odata.type': `#microsoft.graph.${kind}` }),
          ...pickProperties(member, select),
        })),
      )
      const set = isMixed
        ? 'directoryObjects'
        : list.kinds[0] === 'group'
          ? 'groups'
          : 'directoryRoles'
      return { '@odata.context': toContext(world.origin, set, { select }), value }
    },
  })
}

/**
 * Groups and directory roles of a person. The cast is spelled `microsoft.graph.group` by the documentation and
 * `graph.group` by the generated libraries. https://learn.microsoft.com/graph/api/user-list-memberof
 */
export function registerMemberOf(app: FastifyInstance, world: World): void {
  for (const [path, isTransitive] of [
    ['memberOf', false],
    ['transitiveMemberOf', true],
  ] as const) {
    registerList(app, world, { path, kinds: ['group', 'directoryRole'], isTransitive })
    for (const kind of ['group', 'directoryRole'] as const) {
      for (const prefix of ['microsoft.graph', 'graph']) {
        registerList(app, world, { path: `${path}/${prefix}.${kind}`, kinds: [kind], isTransitive })
      }
    }
  }
}
