import { graphId, roleTemplateIds } from '../seed/ids.ts'
import { readApi } from '../world/api.ts'
import { type ApplicationRegistration, listRequiredAccess } from '../world/application.ts'
import { listDirectoryRolesOf } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import type { RequestedScope, ScopeRequest } from './scope.ts'

export interface Consenter {
  world: World
  application: ApplicationRegistration
  user: User
}

export interface NamedScope {
  resourceId: string
  name: string
}

export function listGranted(
  { world, application, user }: Consenter,
  resourceId: string,
): Set<string> {
  const { tenantId, graph } = user
  const { clientId } = application
  return world.grants.listScopes({ tenantId, clientId, resourceId }, graph.id)
}

/**
 * `.default` asks for consent only while nothing of the resource was ever consented to, and then for what the
 * registration lists.
 */
function expandDefault(consenter: Consenter, { resourceId }: RequestedScope): NamedScope[] {
  if (listGranted(consenter, resourceId).size > 0) return []
  const { delegated } = listRequiredAccess(consenter.application, resourceId)
  return delegated.map((name) => ({ resourceId, name }))
}

/** Everything a request asks for by name; the OpenID scopes are permissions of Graph. */
export function listNamedScopes(consenter: Consenter, request: ScopeRequest): NamedScope[] {
  return [
    ...request.identity.map((name) => ({ resourceId: graphId, name })),
    ...request.scopes.flatMap((scope) =>
      scope.name === '.default'
        ? expandDefault(consenter, scope)
        : [{ resourceId: scope.resourceId, name: scope.name }],
    ),
  ]
}

export function listMissingScopes(consenter: Consenter, request: ScopeRequest): NamedScope[] {
  return listNamedScopes(consenter, request).filter(
    ({ resourceId, name }) => !listGranted(consenter, resourceId).has(name),
  )
}

export function needsAdmin(world: World, { resourceId, name }: NamedScope): boolean {
  return readApi(world, resourceId)?.scopes.find(({ value }) => value === name)?.type === 'Admin'
}

/** Only a Global Administrator of the tenant may consent to what needs an administrator. */
export function isAdmin(world: World, user: User): boolean {
  return listDirectoryRolesOf(getTenant(world, user.tenantId), user.graph.id).some(
    (role) => role.roleTemplateId === roleTemplateIds.globalAdministrator,
  )
}
