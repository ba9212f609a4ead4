import { graphApi } from '../seed/graph-api.ts'
import type { ApiScope, ApplicationRegistration, AppRole, ServicePrincipal } from './application.ts'
import type { World } from './world.ts'

/** What permissions can be granted on: Microsoft Graph, or an application of the tenant. */
export interface Api {
  clientId: string
  displayName: string
  servicePrincipal: ServicePrincipal
  scopes: readonly ApiScope[]
  appRoles: readonly AppRole[]
}

/** An application as an API; undefined while it has no service principal. */
export function toApi(application: ApplicationRegistration): Api | undefined {
  const { servicePrincipal } = application
  return servicePrincipal && { ...application, servicePrincipal }
}

/** An API by its client id. */
export function readApi(world: World, clientId: string): Api | undefined {
  if (clientId === graphApi.clientId) return graphApi
  const application = world.applications.get(clientId)
  return application && toApi(application)
}
