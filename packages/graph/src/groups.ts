import type { Group as GraphGroup, User as GraphUser } from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { toSearch } from './odata.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

const LISTED = [
  'id',
  'displayName',
  'description',
  'mail',
  'groupTypes',
  'mailEnabled',
  'securityEnabled',
  'visibility',
  'createdDateTime',
] as const satisfies (keyof GraphGroup)[]

const SEARCHED = ['displayName', 'description', 'mail'] as const

const MEMBER = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
] as const satisfies (keyof GraphUser)[]

export type ListedGroup = Pick<GraphGroup, (typeof LISTED)[number]> & { id: string }

/** A person, a group, a device or something else; what its kind does not have is absent. */
export type ListedMember = Pick<GraphUser, (typeof MEMBER)[number]> & {
  id: string
  /** Such as `#microsoft.graph.user`. */
  '@odata.type'?: string
}

/** Each must hold. */
export interface GroupFilter {
  isUnified?: boolean
  mailEnabled?: boolean
  securityEnabled?: boolean
}

interface Page {
  top: number
  /** `nextSkipToken` of the page before, with the same query. */
  skipToken?: string | undefined
}

interface GroupsQuery extends Page {
  search?: string | undefined
  filter?: GroupFilter | undefined
}

const EVENTUAL = { ConsistencyLevel: 'eventual' }

/**
 * One page of `/groups`, by name. An advanced query, as `listUsers` is.
 * Source: https://learn.microsoft.com/graph/api/group-list
 *
 * @throws {GraphRequestError}
 */
export async function listGroups(graph: Graph, query: GroupsQuery) {
  const parameters: Record<string, string> = {
    $select: LISTED.join(','),
    $top: String(query.top),
    $count: 'true',
    $orderby: 'displayName',
  }
  const conditions = toConditions(query.filter ?? {})
  if (query.search) parameters.$search = toSearch(query.search, SEARCHED)
  if (conditions.length > 0) parameters.$filter = conditions.join(' and ')
  if (query.skipToken) parameters.$skiptoken = query.skipToken
  const body = await graph.get('/groups', parameters, EVENTUAL)
  const page = readCollection<ListedGroup>(body, query.skipToken)
  return { groups: page.value, nextSkipToken: page.skipToken, total: page.count }
}

/**
 * One group. The same of an id as with `getUser`: a caller must not let slashes or dots in.
 *
 * @param id object id
 * @throws {GraphRequestError} `not_found` when there is none.
 */
export async function getGroup(graph: Graph, id: string): Promise<ListedGroup> {
  const path = `/groups/${encodeURIComponent(id)}`
  return toEntity<ListedGroup>(await graph.get(path, { $select: LISTED.join(',') }))
}

/**
 * One page of a group's direct members, in Graph's own order. Without a permission for people Graph tells
 * their ids and nothing else.
 * Source: https://learn.microsoft.com/graph/api/group-list-members
 *
 * @param groupId object id
 * @throws {GraphRequestError}
 */
export async function listGroupMembers(graph: Graph, groupId: string, { top, skipToken }: Page) {
  const parameters: Record<string, string> = {
    $select: MEMBER.join(','),
    $top: String(top),
    $count: 'true',
  }
  if (skipToken) parameters.$skiptoken = skipToken
  const path = `/groups/${encodeURIComponent(groupId)}/members`
  const page = readCollection<ListedMember>(await graph.get(path, parameters, EVENTUAL), skipToken)
  return { members: page.value, nextSkipToken: page.skipToken, total: page.count }
}

function toConditions({ isUnified, mailEnabled, securityEnabled }: GroupFilter): string[] {
  const conditions: string[] = []
  const unified = "groupTypes/any(t:t eq 'Unified')"
  if (isUnified !== undefined) conditions.push(isUnified ? unified : `not ${unified}`)
  if (mailEnabled !== undefined) conditions.push(`mailEnabled eq ${mailEnabled}`)
  if (securityEnabled !== undefined) conditions.push(`securityEnabled eq ${securityEnabled}`)
  return conditions
}
