import { isLoopback } from '../config/read-value.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** The tenants that stand for all: accounts of every organisation, and with `common` personal ones too. */
const SHARED_TENANTS = ['organizations', 'common']
/** Where a tenant's id stands in the issuer of those. */
const TEMPLATE = '{tenantid}'

interface TenantAddress {
  origin: string
  /** The tenant's id, one of its domain names, or a shared one. */
  tenant: string
}

/** Whether a tenant's name stands for all tenants. */
export function isSharedTenant(tenant: string): boolean {
  return SHARED_TENANTS.includes(tenant.toLowerCase())
}

/**
 * Whether an issuer is the one of the tenant that was configured: `<origin>/<tenant id>/v2.0`, or a template
 * where the address stands for all tenants. A tenant may be configured by domain name, but its issuer
 * always carries its id. External ID's has the id in its host as well, whatever name its address has:
 * `https://<tenant id>.ciamlogin.com/<tenant id>/v2.0`.
 * Source: https://learn.microsoft.com/entra/external-id/customers/how-to-custom-url-domain
 */
export function isExpectedIssuer(issuer: string, { origin, tenant }: TenantAddress): boolean {
  if (isSharedTenant(tenant)) return issuer === `${origin}/${TEMPLATE}/v2.0`
  const tenantId = URL.parse(issuer)?.pathname.split('/')[1] ?? ''
  if (!GUID.test(tenantId)) return false
  if (GUID.test(tenant) && tenantId.toLowerCase() !== tenant.toLowerCase()) return false
  return [origin, toCustomersOrigin(origin, tenantId)].some(
    (known) => issuer === `${known}/${tenantId}/v2.0`,
  )
}

/** Whether an issuer is a tenant's of External ID, whose people are customers. */
export function isCustomersIssuer(issuer: string): boolean {
  const { hostname, pathname } = new URL(issuer)
  return hostname.startsWith(`${pathname.split('/')[1]}.`)
}

/** The issuer of one tenant, where the metadata has a template for all. */
export function fillIssuer(issuer: string, tenantId: string): string {
  return issuer.replace(TEMPLATE, tenantId)
}

/** On this machine every tenant is one host's, and a name below `localhost` stands for its own. */
function toCustomersOrigin(origin: string, tenantId: string): string {
  const { protocol, hostname, port } = new URL(origin)
  if (!isLoopback(hostname)) return `https://${tenantId}.ciamlogin.com`
  return `${protocol}//${tenantId}.localhost${port && `:${port}`}`
}
