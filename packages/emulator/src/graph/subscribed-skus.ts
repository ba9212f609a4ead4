import type { FastifyInstance } from 'fastify'
import type { Sku, Tenant } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import { getCaller } from './caller.ts'
import { permissionRules, requirePermission } from './permission.ts'
import { toContext } from './to-user.ts'

function countConsumed(tenant: Tenant, sku: Sku): number {
  return tenant.users.filter(({ graph }) =>
    graph.assignedLicenses.some(({ skuId }) => skuId === sku.skuId),
  ).length
}

function toSubscribedSku(tenant: Tenant, sku: Sku): Record<string, unknown> {
  const consumedUnits = countConsumed(tenant, sku)
  const enabled = Math.ceil((consumedUnits + 1) / 100) * 100
  return {
    accountId: tenant.id,
    accountName: tenant.displayName,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits,
    id: `${tenant.id}_${sku.skuId}`,
    skuId: sku.skuId,
    skuPartNumber: sku.skuPartNumber,
    subscriptionIds: [],
    prepaidUnits: { enabled, suspended: 0, warning: 0, lockedOut: 0 },
    servicePlans: sku.servicePlans.map((plan) => ({
      ...plan,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  }
}

/** https://learn.microsoft.com/graph/api/subscribedsku-list */
export function registerSubscribedSkus(app: FastifyInstance, world: World): void {
  app.get('/subscribedSkus', async (request) => {
    const caller = await getCaller(world, request)
    requirePermission(request, caller, permissionRules.readSubscribedSkus)
    return {
      '@odata.context': toContext(world.origin, 'subscribedSkus'),
      value: caller.tenant.skus.map((sku) => toSubscribedSku(caller.tenant, sku)),
    }
  })
}
