import { decodeProtectedHeader, type JSONWebKeySet } from 'jose'
import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  type CustomFetch,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
} from 'openid-client'
import { type AuthorityMetadata, fetchMetadata, toTenantMetadata } from './authority-metadata.ts'
import { fetchWhole } from './fetch-whole.ts'
import { createLastGood } from './last-good.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'
import { TenantNotAllowedError } from './tenant-error.ts'
import { toTenantId } from './to-tenant-id.ts'

export interface AuthorityOptions {
  /** Such as `https://login.microsoftonline.com`. */
  origin: string
  /** The tenant's id, one of its domain names, or `organizations` or `common` for all of them. */
  tenant: string
  /** Whose accounts may sign in, by id, where the tenant stands for all of them. */
  allowedTenants?: readonly string[] | undefined
  clientId: string
  /** Made for the token endpoint, which a client assertion must name. */
  authenticate: (tokenEndpoint: string) => ClientAuth
  timeoutSeconds: number
  now?: () => Date
  /** Told each time that what was known before serves on because it could not be had anew. */
  onStale?: ((what: 'discovery' | 'keys', error: unknown) => void) | undefined
}

/** A tenant of Entra, or several, as far as their metadata is known. */
export interface Authority {
  /**
   * What openid-client needs for one sign-in or refresh. Ask for it each time: it is cheap, and each
   * has its own view of the signing keys.
   *
   * @param tenantId whose account it is about; unless given, it is where a sign-in begins, when nobody
   *   knows yet
   * @throws {AuthorityError} the metadata cannot be had, or is not this tenant's.
   * @throws {TenantNotAllowedError} its accounts may not sign in.
   */
  getConfiguration(tenantId?: string): Promise<Configuration>
  /**
   * The tenants whose accounts may sign in, by id.
   *
   * @throws {AuthorityError}
   */
  listTenants(): Promise<readonly string[]>
  /**
   * The keys it signs with, the one of this id among them if there is one.
   *
   * @throws {AuthorityError}
   */
  getKeys(keyId: string | undefined): Promise<JSONWebKeySet>
}

/** How far the authority's clock and ours may be apart when a token's times are checked. */
export const CLOCK_TOLERANCE_SECONDS = 30

const METADATA_FRESH_MS = 24 * 60 * 60 * 1000

/**
 * The tenant's endpoints, expected issuer and keys, fetched at first use and again when they are old. The
 * last good ones are kept where that fails, so an outage, or metadata that suddenly names somebody else,
 * changes nothing here; and what has failed is tried again by the next sign-in, without a restart.
 *
 * openid-client's own discovery wants the issuer to equal the address asked for, with an exception
 * for login.microsoftonline.com alone: a tenant named by its domain, and sovereign or local
 * authorities, would fail, and the exception takes the tenant from the token. So the issuer is worked
 * out here, from what was configured.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const { timeoutSeconds, now = () => new Date(), onStale = () => {} } = options
  const metadata = createLastGood({
    fetch: () => fetchMetadata(options),
    freshMs: METADATA_FRESH_MS,
    usableMs: Number.POSITIVE_INFINITY,
    now,
    onStale: (error) => onStale('discovery', error),
  })
  const keys = createSigningKeys({
    readAddress: async () => (await metadata.get()).jwks_uri,
    timeoutSeconds,
    now,
    onStale: (error) => onStale('keys', error),
  })
  const { tenant, allowedTenants } = options
  const listTenants = async () => allowedTenants ?? [toTenantId((await metadata.get()).issuer)]
  return {
    async getConfiguration(tenantId) {
      const found = await metadata.get()
      if (tenantId === undefined) return toConfiguration(found, keys, options)
      if (!(await listTenants()).includes(tenantId)) throw new TenantNotAllowedError(tenantId)
      const own = allowedTenants ? toTenantMetadata(found, { tenant, tenantId }) : found
      return toConfiguration(own, keys, options)
    },
    listTenants,
    getKeys: keys.getKeys,
  }
}

function toConfiguration(
  metadata: AuthorityMetadata,
  keys: SigningKeys,
  options: AuthorityOptions,
): Configuration {
  const configuration = new Configuration(
    metadata,
    options.clientId,
    { [clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    options.authenticate(metadata.token_endpoint),
  )
  configuration.timeout = options.timeoutSeconds
  configuration[customFetch] = createFetch(metadata, keys)
  // Left to itself, openid-client does not check an ID token's signature in the code flow, since it
  // came from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, item 6).
  enableNonRepudiationChecks(configuration)
  // Only an address of this machine gets here with http: the configuration refuses any other.
  if (new URL(options.origin).protocol === 'http:') allowInsecureRequests(configuration)
  return configuration
}

/**
 * openid-client keeps keys for five minutes, fetches them for an unknown key id only if they are older
 * than one, and forgets them before it has new ones: a key rolled just now, or an outage of the keys
 * alone, would fail a sign-in whose code is spent by then. So it gets its keys from here. It asks for
 * them after the token, which by then has said what key it was signed with.
 */
function createFetch(metadata: AuthorityMetadata, keys: SigningKeys): CustomFetch {
  let keyId: string | undefined
  return async (address, options) => {
    if (address === new URL(metadata.jwks_uri).href) {
      return Response.json(await keys.getKeys(keyId))
    }
    const response = await fetchWhole(address, { ...options, body: options.body ?? null })
    keyId = await readKeyId(response.clone())
    return response
  }
}

/** Nothing is believed yet: openid-client makes sure of the token afterwards. */
async function readKeyId(answer: Response): Promise<string | undefined> {
  try {
    const { id_token } = (await answer.json()) as { id_token: string }
    return decodeProtectedHeader(id_token).kid
  } catch {
    return undefined
  }
}
