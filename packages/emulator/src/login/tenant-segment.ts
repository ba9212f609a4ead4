import type { Tenant } from '../world/tenant.ts'
import { readTenant, type World } from '../world/world.ts'
import { EntraError } from './entra-error.ts'

/** What stands for all tenants of organisations. */
export const tenantAliases = ['common', 'organizations']

/** What stands in the tenant position of an address: one tenant, or an alias for all of them. */
export interface TenantSegment {
  /** The tenant's id, or the alias: domains are answered with the id everywhere. */
  name: string
  tenant: Tenant | undefined
}

/** How a tenant, or an alias, is called in messages. */
export function toTenantName({ tenant, name }: TenantSegment): string {
  return tenant?.displayName ?? name
}

/** Throws AADSTS90002 for a tenant that does not exist. */
export function getTenantSegment(world: World, text: string): TenantSegment {
  const alias = text.toLowerCase()
  if (tenantAliases.includes(alias)) return { name: alias, tenant: undefined }
  const tenant = readTenant(world, text)
  if (tenant === undefined) throw new EntraError(90002, { tenant: text })
  return { name: tenant.id, tenant }
}
