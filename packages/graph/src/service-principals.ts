import type { AppRole, PermissionScope } from '@microsoft/microsoft-graph-types'
import type { Graph } from './create-graph.ts'
import { GraphRequestError } from './graph-request-error.ts'
import { readCollection } from './read-collection.ts'
import { toEntity } from './to-entity.ts'

/** The client id of Microsoft Graph itself, in every cloud. */
export const GRAPH_CLIENT_ID = '00000003-0000-0000-c000-000000000000'

/** Microsoft Graph in this organisation, and what it can be asked for. */
export interface GraphPermissions {
  /** Object id of its service principal: the resource that permissions are granted on. */
  id: string
  /** Delegated permissions. */
  oauth2PermissionScopes: PermissionScope[]
  /** Application permissions. */
  appRoles: AppRole[]
}

/** What was consented to for everybody, or for one person. */
export interface PermissionGrant {
  id: string
  /** Object id of the service principal that may. */
  clientId: string
  consentType: 'AllPrincipals' | 'Principal'
  /** Object id of the service principal that it may call. */
  resourceId: string
  /** Names, with spaces between. */
  scope: string
}

/** Ids of objects, as with a grant. */
export interface RoleAssignment {
  id: string
  appRoleId: string
  principalId: string
  resourceId: string
}

/**
 * The permissions of Microsoft Graph by name and id. A cloud of its own may lack some.
 *
 * @throws {GraphRequestError}
 */
export async function readGraphPermissions(graph: Graph): Promise<GraphPermissions> {
  const path = `/servicePrincipals(appId='${GRAPH_CLIENT_ID}')`
  const body = await graph.get(path, { $select: 'id,oauth2PermissionScopes,appRoles' })
  return toEntity<GraphPermissions>(body)
}

/** The object id of an application's service principal; undefined while it has none. */
export async function readServicePrincipalId(
  graph: Graph,
  clientId: string,
): Promise<string | undefined> {
  const path = `/servicePrincipals(appId='${encodeURIComponent(clientId)}')`
  try {
    return toEntity(await graph.get(path, { $select: 'id' })).id
  } catch (error) {
    if (error instanceof GraphRequestError && error.failure === 'not_found') return undefined
    throw error
  }
}

/**
 * Makes an application known in the organisation, so that permissions can be granted to it.
 *
 * @returns the object id
 * @throws {GraphRequestError} `bad_request` also for a while after the application was made.
 */
export async function createServicePrincipal(graph: Graph, clientId: string): Promise<string> {
  return toEntity(await graph.post('/servicePrincipals', { appId: clientId })).id
}

/** @throws {GraphRequestError} */
export async function listPermissionGrants(
  graph: Graph,
  servicePrincipalId: string,
): Promise<PermissionGrant[]> {
  const body = await graph.get(`${toPath(servicePrincipalId)}/oauth2PermissionGrants`)
  return readCollection<PermissionGrant>(body).value
}

/** @throws {GraphRequestError} */
export async function createPermissionGrant(
  graph: Graph,
  grant: Omit<PermissionGrant, 'id'>,
): Promise<void> {
  await graph.post('/oauth2PermissionGrants', grant)
}

/** @throws {GraphRequestError} */
export function changePermissionGrant(graph: Graph, id: string, scope: string): Promise<void> {
  return graph.patch(`/oauth2PermissionGrants/${encodeURIComponent(id)}`, { scope })
}

/** @throws {GraphRequestError} */
export function deletePermissionGrant(graph: Graph, id: string): Promise<void> {
  return graph.delete(`/oauth2PermissionGrants/${encodeURIComponent(id)}`)
}

/** The roles of others that a service principal has: of Graph, its application permissions. */
export async function listRoleAssignments(
  graph: Graph,
  servicePrincipalId: string,
): Promise<RoleAssignment[]> {
  const body = await graph.get(`${toPath(servicePrincipalId)}/appRoleAssignments`, { $top: '999' })
  return readCollection<RoleAssignment>(body).value
}

/** @throws {GraphRequestError} */
export async function createRoleAssignment(
  graph: Graph,
  assignment: Omit<RoleAssignment, 'id'>,
): Promise<void> {
  await graph.post(`${toPath(assignment.principalId)}/appRoleAssignments`, assignment)
}

/** @throws {GraphRequestError} */
export function deleteRoleAssignment(
  graph: Graph,
  servicePrincipalId: string,
  id: string,
): Promise<void> {
  const path = `${toPath(servicePrincipalId)}/appRoleAssignments`
  return graph.delete(`${path}/${encodeURIComponent(id)}`)
}

const toPath = (id: string) => `/servicePrincipals/${encodeURIComponent(id)}`
