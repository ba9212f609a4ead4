import {
  changePermissionGrant,
  createPermissionGrant,
  createRoleAssignment,
  deleteRoleAssignment,
  type Graph,
} from '@vestibule/graph'
import { type Step, toRows } from './plan.ts'
import { getMade, type Registration } from './registration.ts'
import type { WantedPermissions } from './wanted-permissions.ts'
import { whenReplicated } from './when-replicated.ts'

/** Admin consent: to act for everybody who signs in, and as the application itself. */
export function toConsentSteps(
  graph: Graph,
  registration: Registration,
  permissions: WantedPermissions,
): Step[] {
  return [
    ...toGrantSteps(graph, registration, permissions),
    ...toAssignmentSteps(graph, registration, permissions),
  ]
}

/** There is one grant for everybody, and its scopes are one text. */
function toGrantSteps(
  graph: Graph,
  registration: Registration,
  { wanted, unwanted }: WantedPermissions,
): Step[] {
  const listNames = (permissions: WantedPermissions['wanted']) =>
    permissions.flatMap(({ name, kind }) => (kind === 'delegated' ? [name] : []))
  const { grant, known } = registration
  const before = grant?.scope.split(' ').filter((name) => name !== '') ?? []
  const gone = listNames(unwanted)
  const after = [
    ...new Set([...before.filter((name) => !gone.includes(name)), ...listNames(wanted)]),
  ]
  const changes = toRows('consent for everybody', before, after)
  if (changes.length === 0) return []
  const scope = after.join(' ')
  return [
    {
      action: grant ? 'change' : 'create',
      target: 'delegated permissions',
      changes,
      run() {
        if (grant) return changePermissionGrant(graph, grant.id, scope)
        const clientId = getMade(registration.servicePrincipalId)
        const ends = { clientId, consentType: 'AllPrincipals' as const, resourceId: known.id }
        return whenReplicated(() => createPermissionGrant(graph, { ...ends, scope }))
      },
    },
  ]
}

function toAssignmentSteps(
  graph: Graph,
  registration: Registration,
  { wanted, unwanted }: WantedPermissions,
): Step[] {
  const { assignments, known } = registration
  const added = wanted.filter(
    ({ kind, id }) =>
      kind === 'application' && !assignments.some(({ appRoleId }) => appRoleId === id),
  )
  const removed = assignments.flatMap((assignment) => {
    const permission = unwanted.find(({ id }) => id === assignment.appRoleId)
    return permission ? [{ id: assignment.id, name: permission.name }] : []
  })
  const listNames = (permissions: readonly { name: string }[]) =>
    permissions.map(({ name }) => name)
  const changes = toRows('consent for itself', listNames(removed), listNames(added))
  if (changes.length === 0) return []
  return [
    {
      action: 'change',
      target: 'application permissions',
      changes,
      async run() {
        const principalId = getMade(registration.servicePrincipalId)
        // One after the other: Graph takes changes of one object badly at the same time.
        for (const { id: appRoleId } of added) {
          const assignment = { principalId, resourceId: known.id, appRoleId }
          await whenReplicated(() => createRoleAssignment(graph, assignment))
        }
        for (const { id } of removed) await deleteRoleAssignment(graph, principalId, id)
      },
    },
  ]
}
