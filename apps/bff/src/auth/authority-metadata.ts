import type { ServerMetadata } from 'openid-client'
import { AuthorityError, ForeignMetadataError } from './authority-error.ts'
import { fetchWhole } from './fetch-whole.ts'
import { fillIssuer, isExpectedIssuer } from './issuer.ts'

/** A tenant's metadata document, with the endpoints that are used here. */
export type AuthorityMetadata = ServerMetadata & Record<(typeof ENDPOINTS)[number], string>

const ENDPOINTS = [
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'end_session_endpoint',
] as const

interface TenantAddress {
  origin: string
  /** The tenant's id, one of its domain names, or `organizations` or `common` for all of them. */
  tenant: string
  timeoutSeconds: number
}

/**
 * Fetches a tenant's metadata and holds it against what was configured.
 *
 * @throws {AuthorityError} it cannot be had, or is not this tenant's.
 */
export async function fetchMetadata(options: TenantAddress): Promise<AuthorityMetadata> {
  return readMetadata(await fetchDiscovery(options), options)
}

/**
 * The authority's answer at the address of a tenant's metadata, whatever it is.
 *
 * @throws {AuthorityError} there is none.
 */
export function fetchDiscovery(options: TenantAddress): Promise<Response> {
  const signal = AbortSignal.timeout(options.timeoutSeconds * 1000)
  return fetchWhole(toAddress(options), { signal })
}

/**
 * Takes the metadata out of that answer.
 *
 * @throws {AuthorityError} it holds none, or another tenant's.
 */
export async function readMetadata(
  response: Response,
  options: TenantAddress,
): Promise<AuthorityMetadata> {
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok || !isMetadata(body)) {
    throw new AuthorityError(`${toAddress(options)} answered ${response.status} and no metadata.`)
  }
  if (!isExpectedIssuer(body.issuer, options)) {
    throw new ForeignMetadataError(`The metadata names another issuer: ${body.issuer}.`)
  }
  checkEndpoints(body, options)
  return body
}

const toAddress = ({ origin, tenant }: TenantAddress) =>
  `${origin}/${tenant}/v2.0/.well-known/openid-configuration`

function isMetadata(body: unknown): body is AuthorityMetadata {
  if (typeof body !== 'object' || body === null) return false
  const members = body as Record<string, unknown>
  return ['issuer', ...ENDPOINTS]
    .map((name) => members[name])
    .every((address) => typeof address === 'string' && URL.canParse(address))
}

/** People, codes and the application's credential go there. Entra has all of them at one origin. */
function checkEndpoints(metadata: AuthorityMetadata, { origin }: TenantAddress) {
  for (const name of ENDPOINTS) {
    if (new URL(metadata[name]).origin !== origin) {
      throw new ForeignMetadataError(
        `The metadata names another host: ${name} is ${metadata[name]}.`,
      )
    }
  }
}

/**
 * What a shared address's metadata says of one tenant: its own issuer and its own endpoints, which are in
 * the same places for every tenant. The keys are the same for all.
 */
export function toTenantMetadata(
  shared: AuthorityMetadata,
  { tenant, tenantId }: { tenant: string; tenantId: string },
): AuthorityMetadata {
  const moved = Object.fromEntries(
    [...ENDPOINTS, 'device_authorization_endpoint' as const]
      .filter((name) => name !== 'jwks_uri' && shared[name] !== undefined)
      .map((name) => [name, String(shared[name]).replace(`/${tenant}/`, `/${tenantId}/`)]),
  )
  return { ...shared, ...moved, issuer: fillIssuer(shared.issuer, tenantId) }
}
