import type {
  Group,
  GroupKind,
  GroupMember,
  GroupMemberPage,
  GroupPage,
  ListGroupMembersQuery,
  ListGroupsQuery,
} from '@vestibule/contract'
import {
  type Graph,
  type GroupFilter,
  getGroup,
  type ListedGroup,
  type ListedMember,
  listGroupMembers,
  listGroups,
} from '@vestibule/graph'
import { USERS_SCOPES } from './directory-sights.ts'

export const GROUPS_SCOPES = ['Group.Read.All']

/** Without a permission for people, Graph tells of each member that there is one, and no name. */
export const GROUP_MEMBERS_SCOPES = [...GROUPS_SCOPES, ...USERS_SCOPES]

export const DEFAULT_TOP = 100

/**
 * One page of the groups, straight from Graph.
 *
 * @throws {GraphRequestError}
 */
export async function listDirectoryGroups(
  graph: Graph,
  { search, kind, top = DEFAULT_TOP, cursor }: ListGroupsQuery,
): Promise<GroupPage> {
  const filter = kind && KIND_FILTERS[kind]
  const page = await listGroups(graph, { search, filter, top, skipToken: cursor })
  return {
    items: page.groups.map(toGroup),
    nextCursor: page.nextSkipToken ?? null,
    total: page.total ?? null,
  }
}

/**
 * One group, as Graph has it now.
 *
 * @throws {GraphRequestError} `not_found` when there is none.
 */
export async function getDirectoryGroup(graph: Graph, id: string): Promise<Group> {
  return toGroup(await getGroup(graph, id))
}

/**
 * One page of a group's direct members.
 *
 * @throws {GraphRequestError}
 */
export async function listDirectoryGroupMembers(
  graph: Graph,
  id: string,
  { top = DEFAULT_TOP, cursor }: ListGroupMembersQuery,
): Promise<GroupMemberPage> {
  const page = await listGroupMembers(graph, id, { top, skipToken: cursor })
  return {
    items: page.members.map(toMember),
    nextCursor: page.nextSkipToken ?? null,
    total: page.total ?? null,
  }
}

const KIND_FILTERS: Record<GroupKind, GroupFilter> = {
  microsoft365: { isUnified: true },
  security: { isUnified: false, mailEnabled: false },
  mailEnabledSecurity: { isUnified: false, mailEnabled: true, securityEnabled: true },
  distribution: { isUnified: false, mailEnabled: true, securityEnabled: false },
}

/** Source: https://learn.microsoft.com/graph/api/resources/groups-overview (the table of group types) */
function toKind({ groupTypes, mailEnabled, securityEnabled }: ListedGroup): GroupKind {
  if (groupTypes?.includes('Unified')) return 'microsoft365'
  if (!mailEnabled) return 'security'
  return securityEnabled ? 'mailEnabledSecurity' : 'distribution'
}

function toGroup(group: ListedGroup): Group {
  return {
    id: group.id,
    displayName: group.displayName ?? null,
    description: group.description ?? null,
    mail: group.mail ?? null,
    kind: toKind(group),
    isDynamic: group.groupTypes?.includes('DynamicMembership') ?? false,
    visibility: group.visibility ?? null,
    createdAt: group.createdDateTime ?? null,
  }
}

const MEMBER_KINDS: Record<string, GroupMember['kind']> = {
  '#microsoft.graph.user': 'user',
  '#microsoft.graph.group': 'group',
  '#microsoft.graph.device': 'device',
}

function toMember(member: ListedMember): GroupMember {
  return {
    id: member.id,
    kind: MEMBER_KINDS[member['@odata.type'] ?? ''] ?? 'other',
    displayName: member.displayName ?? null,
    userPrincipalName: member.userPrincipalName ?? null,
    mail: member.mail ?? null,
  }
}
