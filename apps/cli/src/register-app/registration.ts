import type { Graph } from '@vestibule/graph'
import {
  type ApplicationRegistration,
  type GraphPermissions,
  listPermissionGrants,
  listRoleAssignments,
  type PermissionGrant,
  type RoleAssignment,
  readGraphPermissions,
  readServicePrincipalId,
} from '@vestibule/graph'
import { findRegistration } from './find-registration.ts'
import type { Settings } from './settings.ts'

/** All that is there of an application; ids become known while it is made. */
export interface Registration {
  application: ApplicationRegistration | undefined
  /** Object id and client id of the application. */
  id: string | undefined
  clientId: string | undefined
  servicePrincipalId: string | undefined
  /** What it may do for everybody. */
  grant: PermissionGrant | undefined
  /** What it may do by itself. */
  assignments: RoleAssignment[]
  /** Microsoft Graph, where both of these are. */
  known: GraphPermissions
}

/**
 * Reads the registration that was made before, and changes nothing.
 *
 * @throws {GraphRequestError}
 * @throws {RegistrationError} it is not told which one.
 */
export async function readRegistration(graph: Graph, settings: Settings): Promise<Registration> {
  const [application, known] = await Promise.all([
    findRegistration(graph, settings),
    readGraphPermissions(graph),
  ])
  const { id, appId: clientId } = application ?? {}
  const servicePrincipalId = clientId && (await readServicePrincipalId(graph, clientId))
  const [grants, assignments] = servicePrincipalId
    ? await Promise.all([
        listPermissionGrants(graph, servicePrincipalId),
        listRoleAssignments(graph, servicePrincipalId),
      ])
    : [[], []]
  return {
    application,
    id,
    clientId,
    servicePrincipalId,
    grant: grants.find(
      ({ consentType, resourceId }) => consentType === 'AllPrincipals' && resourceId === known.id,
    ),
    assignments: assignments.filter(({ resourceId }) => resourceId === known.id),
    known,
  }
}

/** What a step that came before has made. */
export function getMade(value: string | undefined): string {
  if (value === undefined) throw new TypeError('The steps of the plan are out of order.')
  return value
}
