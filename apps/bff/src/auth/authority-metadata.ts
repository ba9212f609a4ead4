import type { ServerMetadata } from 'openid-client'
import { AuthorityError } from './authority-error.ts'
import { fetchWhole } from './fetch-whole.ts'

/** A tenant's metadata document, with the endpoints that are used here. */
export type AuthorityMetadata = ServerMetadata & Record<(typeof ENDPOINTS)[number], string>

const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

interface TenantAddress {
  origin: string
  /** The tenant's id or one of its domain names. */
  tenant: string
  timeoutSeconds: number
}

/**
 * Fetches a tenant's metadata and holds it against what was configured.
 *
 * @throws {AuthorityError} it cannot be had, or is not this tenant's.
 */
export async function fetchMetadata(options: TenantAddress): Promise<AuthorityMetadata> {
  const { origin, tenant, timeoutSeconds } = options
  const address = `${origin}/${tenant}/v2.0/.well-known/openid-configuration`
  const response = await fetchWhole(address, {
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok || !isMetadata(body)) {
    throw new AuthorityError(`${address} answered ${response.status} and no metadata.`)
  }
  checkIssuer(body.issuer, options)
  checkEndpoints(body, options)
  return body
}

function isMetadata(body: unknown): body is AuthorityMetadata {
  if (typeof body !== 'object' || body === null) return false
  const members = body as Record<string, unknown>
  return ['issuer', ...ENDPOINTS]
    .map((name) => members[name])
    .every((address) => typeof address === 'string' && URL.canParse(address))
}

/** A tenant may be configured by domain name, but its issuer always carries its id. */
function checkIssuer(issuer: string, { origin, tenant }: TenantAddress) {
  const [prefix, suffix] = [`${origin}/`, '/v2.0']
  const tenantId = issuer.slice(prefix.length, -suffix.length)
  const isOurs =
    issuer === `${prefix}${tenantId}${suffix}` &&
    GUID.test(tenantId) &&
    (!GUID.test(tenant) || tenantId.toLowerCase() === tenant.toLowerCase())
  if (!isOurs) throw new AuthorityError(`The metadata names another issuer: ${issuer}.`)
}

/** People, codes and the application's credential go there. Entra has all of them at one origin. */
function checkEndpoints(metadata: AuthorityMetadata, { origin }: TenantAddress) {
  for (const name of ENDPOINTS) {
    if (new URL(metadata[name]).origin !== origin) {
      throw new AuthorityError(`The metadata names another host: ${name} is ${metadata[name]}.`)
    }
  }
}
