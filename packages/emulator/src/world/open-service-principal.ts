import { randomUUID } from 'node:crypto'
import type { ApplicationRegistration, ServicePrincipal } from './application.ts'

/** The application's service principal, made now if nobody made it: the first consent does that too. */
export function openServicePrincipal(application: ApplicationRegistration): ServicePrincipal {
  application.servicePrincipal ??= {
    id: randomUUID(),
    createdDateTime: `${new Date().toISOString().slice(0, 19)}Z`,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    tags: [],
    notes: null,
  }
  return application.servicePrincipal
}
