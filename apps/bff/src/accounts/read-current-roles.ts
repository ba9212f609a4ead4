import { listDirectoryRoleTemplateIds } from '@vestibule/graph'
import { type GraphAddress, withGraph } from '../directory/with-graph.ts'
import type { Caller } from './caller.ts'
import { toRoleGrants, toRoles } from './role-grants.ts'

/** With `User.Read` alone Graph leaves directory roles out. */
export const OWN_ROLES_SCOPES = ['User.Read', 'RoleManagement.Read.Directory']

/**
 * The names of a caller's roles as Graph has them now: what a sign-in stored may be hours old. Nobody but
 * its own token says what an application may do, and that is of now.
 *
 * @throws {TokenError}
 * @throws {GraphRequestError}
 */
export async function readCurrentRoles(
  graph: GraphAddress,
  { kind, appRoles, graphTokens }: Pick<Caller, 'kind' | 'appRoles' | 'graphTokens'>,
): Promise<string[]> {
  if (kind === 'app') return appRoles
  const directoryRoleTemplateIds = await withGraph(
    graph,
    graphTokens,
    OWN_ROLES_SCOPES,
    listDirectoryRoleTemplateIds,
  )
  return toRoles(toRoleGrants({ appRoles, directoryRoleTemplateIds, licenceSkuIds: [] }))
}
