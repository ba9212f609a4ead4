import type { Tenant } from '../world/tenant.ts'
import type { World } from '../world/world.ts'
import type { TenantSegment } from './tenant-segment.ts'

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

/**
 * External ID calls itself by a host of the tenant's id, whatever host it is reached at: a client that compares both
 * shows it here. Nobody has to find that host. Under the name of another cloud host a tenant has that host's issuer.
 * https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/8592
 */
function toCustomersOrigin(authorityOrigin: string, tenantId: string): string {
  const url = new URL(authorityOrigin)
  if (url.hostname.endsWith('.ciamlogin.com')) url.hostname = `${tenantId}.ciamlogin.com`
  if (loopbackHosts.includes(url.hostname)) url.hostname = `${tenantId}.localhost`
  return url.origin
}

/** What a tenant calls itself in tokens, and in its metadata. */
export function toIssuer({ authorityOrigin }: World, { id, isForCustomers }: Tenant): string {
  const origin = isForCustomers ? toCustomersOrigin(authorityOrigin, id) : authorityOrigin
  return `${origin}/${id}/v2.0`
}

/** Of an alias it is a template. */
export function toSegmentIssuer(world: World, { tenant }: TenantSegment): string {
  if (tenant === undefined) return `${world.authorityOrigin}/{tenantid}/v2.0`
  return toIssuer(world, tenant)
}
