import type { ApplicationRegistration, ServicePrincipal } from './application.ts'

/** An application, or the service principal of one that is still there. */
export interface DeletedObject {
  tenantId: string
  deletedDateTime: string
  application: ApplicationRegistration
  /** Undefined where the application itself was deleted. */
  servicePrincipal: ServicePrincipal | undefined
}

/** By object id: what was deleted can be restored, until it is deleted from here. */
export type DeletedObjects = Map<string, DeletedObject>
