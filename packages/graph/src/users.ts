import type { User as GraphUser } from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { toLiteral, toSearch } from './odata.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

/** The properties a list of people shows. With `$select`, Graph answers these and no others. */
export const LISTED = [
  'id',
  'displayName',
  'userPrincipalName',
  'mail',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'createdDateTime',
] as const satisfies (keyof GraphUser)[]

/** What a person's own page shows beyond the list. */
const DETAILED = [
  ...LISTED,
  'officeLocation',
  'mobilePhone',
  'businessPhones',
  'preferredLanguage',
] as const satisfies (keyof GraphUser)[]

const SEARCHED = ['displayName', 'mail', 'userPrincipalName', 'givenName', 'surname'] as const

export type ListedUser = Pick<GraphUser, (typeof LISTED)[number]> & { id: string }

export type DetailedUser = Pick<GraphUser, (typeof DETAILED)[number]> & { id: string }

/** A property that has a value, or an instant on one side of another. */
type UsersCondition =
  | { property: string; value: string | boolean }
  | { property: string; operator: 'ge' | 'lt'; instant: string }

export interface UsersQuery {
  search?: string | undefined
  /** Each must hold. */
  filters?: UsersCondition[] | undefined
  orderBy: { property: string; descending: boolean }
  top: number
  /** `nextSkipToken` of the page before, with the same query. */
  skipToken?: string | undefined
}

export interface UsersPage {
  users: ListedUser[]
  nextSkipToken: string | undefined
  /** How many match in all; Graph says so on the first page only. */
  total: number | undefined
}

/**
 * One page of `/users`.
 *
 * Always an advanced query (`ConsistencyLevel: eventual` with `$count`): only these may filter and
 * sort at once, and the header must come again with every page.
 * Source: https://learn.microsoft.com/graph/aad-advanced-queries
 *
 * @throws {GraphRequestError}
 */
export async function listUsers(graph: Graph, query: UsersQuery): Promise<UsersPage> {
  const parameters: Record<string, string> = {
    $select: LISTED.join(','),
    $top: String(query.top),
    $count: 'true',
    $orderby: query.orderBy.property + (query.orderBy.descending ? ' desc' : ''),
  }
  if (query.search) parameters.$search = toSearch(query.search, SEARCHED)
  if (query.filters?.length) parameters.$filter = query.filters.map(toCondition).join(' and ')
  if (query.skipToken) parameters.$skiptoken = query.skipToken
  const body = await graph.get('/users', parameters, { ConsistencyLevel: 'eventual' })
  const page = readCollection<ListedUser>(body, query.skipToken)
  return { users: page.value, nextSkipToken: page.skipToken, total: page.count }
}

/**
 * One person of the directory.
 *
 * @param id object id or user principal name. Not checked here: a caller must not let slashes or dots
 * in, since encoding alone does not keep `..` from climbing the path.
 * @throws {GraphRequestError} `not_found` when there is nobody.
 */
export async function getUser(graph: Graph, id: string): Promise<DetailedUser> {
  const path = `/users/${encodeURIComponent(id)}`
  const body = await graph.get(path, { $select: DETAILED.join(',') })
  return toEntity<DetailedUser>(body)
}

function toCondition(condition: UsersCondition): string {
  const { property } = condition
  if ('operator' in condition) return `${property} ${condition.operator} ${condition.instant}`
  const { value } = condition
  return `${property} eq ${typeof value === 'boolean' ? value : toLiteral(value)}`
}
