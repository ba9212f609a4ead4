import type { SignInActivity, UserMemberships, UsersSummary } from '@vestibule/contract'
import {
  countUsers,
  type Graph,
  getUser,
  readMemberships,
  readSignInActivity,
} from '@vestibule/graph'
import { USERS_SCOPES } from './directory-sights.ts'

const OBJECT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** With these, groups and roles come with their names; without the last two, by their ids alone. */
export const MEMBERSHIPS_SCOPES = {
  scopes: [...USERS_SCOPES, 'Group.Read.All', 'RoleManagement.Read.Directory'],
  less: USERS_SCOPES,
}

/** The permission for when people signed in, beside the one for people. */
export const SIGN_INS_SCOPES = [...USERS_SCOPES, 'AuditLog.Read.All']

/**
 * What somebody belongs to and was given, as Graph has it now.
 *
 * @throws {GraphRequestError} `not_found` when there is nobody.
 */
export async function getMemberships(graph: Graph, id: string): Promise<UserMemberships> {
  const { licenses, ...memberships } = await readMemberships(graph, id)
  return {
    ...memberships,
    licenses: licenses?.map(({ skuId, skuPartNumber }) => ({ skuId, skuPartNumber })) ?? null,
  }
}

/**
 * When somebody signed in last.
 *
 * @throws {GraphRequestError} `forbidden` where the organisation does not have it shown.
 */
export async function getSignInActivity(graph: Graph, id: string): Promise<SignInActivity> {
  // Graph takes no principal name for this.
  const objectId = OBJECT_ID.test(id) ? id : (await getUser(graph, id)).id
  const { lastSignInDateTime, lastNonInteractiveSignInDateTime } = await readSignInActivity(
    graph,
    objectId,
  )
  return {
    lastSignInAt: lastSignInDateTime,
    lastNonInteractiveSignInAt: lastNonInteractiveSignInDateTime,
  }
}

/**
 * How many people there are, as Graph counts them.
 *
 * @throws {GraphRequestError}
 */
export async function countDirectory(graph: Graph, now: Date): Promise<UsersSummary> {
  const counts = await countUsers(graph)
  return { ...counts, departments: null, source: 'graph', asOf: now.toISOString() }
}
