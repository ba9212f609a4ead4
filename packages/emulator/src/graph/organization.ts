import type { FastifyInstance } from 'fastify'
import type { Tenant } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { getCaller } from './caller.ts'
import { readODataQuery } from './odata/query.ts'
import { hasPermission, permissionRules, requirePermission } from './permission.ts'
import { toContext } from './to-user.ts'

function toOrganization(tenant: Tenant, seesAll: boolean): Record<string, unknown> {
  const more = {
    deletedDateTime: null,
    businessPhones: ['+49 30 5550 0'],
    city: 'Berlin',
    country: null,
    countryLetterCode: 'DE',
    createdDateTime: '2015-03-02T08:00:00Z',
    defaultUsageLocation: 'DE',
    marketingNotificationEmails: [],
    onPremisesLastSyncDateTime: null,
    onPremisesSyncEnabled: null,
    partnerTenantType: null,
    postalCode: '10115',
    preferredLanguage: 'en',
    privacyProfile: null,
    securityComplianceNotificationMails: [],
    securityComplianceNotificationPhones: [],
    state: null,
    street: null,
    technicalNotificationMails: [],
    tenantType: tenant.isForCustomers ? 'CIAM' : 'AAD',
    assignedPlans: [],
    provisionedPlans: [],
  }
  return {
    id: tenant.id,
    displayName: tenant.displayName,
    ...(seesAll ? more : Object.fromEntries(Object.keys(more).map((name) => [name, null]))),
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: tenant.domain,
        type: 'Managed',
      },
    ],
  }
}

/** With only `User.Read`, id, name and domains are filled. https://learn.microsoft.com/graph/api/organization-list */
export function registerOrganization(app: FastifyInstance, world: World): void {
  app.get('/organization', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readOrganization)
    const { select } = readODataQuery(request)
    const seesAll = hasPermission(caller, permissionRules.readAllOfOrganization)
    const organization = Object.entries(toOrganization(caller.tenant, seesAll))
    const wanted = organization.filter(([name]) => select?.includes(name) ?? true)
    return {
      '@odata.context': toContext(world.origin, 'organization', { select }),
      value: [Object.fromEntries(wanted)],
    }
  })
}
