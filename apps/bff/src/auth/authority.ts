import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  clockTolerance,
  enableNonRepudiationChecks,
  type ServerMetadata,
} from 'openid-client'
import { AuthorityError } from './authority-error.ts'

export interface AuthorityOptions {
  /** Such as `https://login.microsoftonline.com`. */
  origin: string
  /** The tenant's id or one of its domain names. */
  tenant: string
  clientId: string
  /** Made for the token endpoint, which a client assertion must name. */
  authenticate: (tokenEndpoint: string) => ClientAuth
  timeoutSeconds: number
}

/** A tenant of Entra, as far as its metadata is known. */
export interface Authority {
  /** @throws {AuthorityError} the metadata cannot be had, or is not this tenant's. */
  getConfiguration(): Promise<Configuration>
}

/** How far the authority's clock and ours may be apart when a token's times are checked. */
export const CLOCK_TOLERANCE_SECONDS = 30

const METADATA_LIFE_MS = 24 * 60 * 60 * 1000
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The tenant's endpoints and expected issuer, fetched at first use and again each day.
 *
 * openid-client's own discovery wants the issuer to equal the address asked for, with an exception
 * for login.microsoftonline.com alone: a tenant named by its domain, and sovereign or local
 * authorities, would fail, and the exception takes the tenant from the token. So the issuer is worked
 * out here, from what was configured.
 */
export function createAuthority(options: AuthorityOptions): Authority {
  let known: { configuration: Promise<Configuration>; until: number } | undefined
  return {
    getConfiguration() {
      if (known && known.until > Date.now()) return known.configuration
      const configuration = fetchConfiguration(options)
      const attempt = { configuration, until: Date.now() + METADATA_LIFE_MS }
      known = attempt
      configuration.catch(() => {
        if (known === attempt) known = undefined
      })
      return configuration
    },
  }
}

async function fetchConfiguration(options: AuthorityOptions): Promise<Configuration> {
  const metadata = await fetchMetadata(options)
  checkIssuer(metadata.issuer, options)
  const configuration = new Configuration(
    metadata,
    options.clientId,
    { [clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    options.authenticate(metadata.token_endpoint),
  )
  configuration.timeout = options.timeoutSeconds
  // Left to itself, openid-client does not check an ID token's signature in the code flow, since it
  // came from the token endpoint over TLS (OpenID Connect Core 3.1.3.7, item 6).
  enableNonRepudiationChecks(configuration)
  // Only an address of this machine gets here with http: the configuration refuses any other.
  if (new URL(options.origin).protocol === 'http:') allowInsecureRequests(configuration)
  return configuration
}

type Metadata = ServerMetadata & { token_endpoint: string }

async function fetchMetadata({ origin, tenant, timeoutSeconds }: AuthorityOptions) {
  const address = `${origin}/${tenant}/v2.0/.well-known/openid-configuration`
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  }).catch((cause: unknown) => {
    throw new AuthorityError('The sign-in service could not be reached.', { cause })
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok || !isMetadata(body)) {
    throw new AuthorityError(`${address} answered ${response.status} and no metadata.`)
  }
  return body
}

function isMetadata(body: unknown): body is Metadata {
  if (typeof body !== 'object' || body === null) return false
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri, end_session_endpoint } =
    body as Record<string, unknown>
  return [issuer, authorization_endpoint, token_endpoint, jwks_uri, end_session_endpoint].every(
    (address) => typeof address === 'string' && URL.canParse(address),
  )
}

/** A tenant may be configured by domain name, but its issuer always carries its id. */
function checkIssuer(issuer: string, { origin, tenant }: AuthorityOptions) {
  const [prefix, suffix] = [`${origin}/`, '/v2.0']
  const tenantId = issuer.slice(prefix.length, -suffix.length)
  const isOurs =
    issuer === `${prefix}${tenantId}${suffix}` &&
    GUID.test(tenantId) &&
    (!GUID.test(tenant) || tenantId.toLowerCase() === tenant.toLowerCase())
  if (!isOurs) throw new AuthorityError(`The metadata names another issuer: ${issuer}.`)
}
