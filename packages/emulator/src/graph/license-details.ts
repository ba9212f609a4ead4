import type { FastifyInstance } from 'fastify'
import { createGuid } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { permissionRules } from './permission.ts'
import { type PersonRequest, registerPersonRoute } from './person-route.ts'
import { toContext } from './to-user.ts'

function listLicenseDetails({ caller, user }: PersonRequest): unknown[] {
  return user.graph.assignedLicenses.flatMap(({ skuId }) => {
    const sku = caller.tenant.skus.find((known) => known.skuId === skuId)
    if (sku === undefined) return []
    return {
      id: createGuid(`${user.graph.id}:${skuId}`),
      skuId,
      skuPartNumber: sku.skuPartNumber,
      servicePlans: sku.servicePlans.map((plan) => ({
        ...plan,
        provisioningStatus: 'Success',
        appliesTo: 'User',
      })),
    }
  })
}

/** https://learn.microsoft.com/graph/api/user-list-licensedetails */
export function registerLicenseDetails(app: FastifyInstance, world: World): void {
  registerPersonRoute(app, world, {
    path: 'licenseDetails',
    own: permissionRules.readOwnLicences,
    others: permissionRules.readLicences,
    handle: (person) => ({
      '@odata.context': toContext(world.origin, `users('${person.user.graph.id}')/licenseDetails`),
      value: listLicenseDetails(person),
    }),
  })
}
