import type { FastifyRequest } from 'fastify'
import { type ApplicationRegistration, getPlatform } from '../world/application.ts'
import { getTenant, type World } from '../world/world.ts'
import { verifyClientAssertion } from './client-assertion.ts'
import { EntraError } from './entra-error.ts'
import type { Parameters } from './parameters.ts'
import { type TenantSegment, toTenantName } from './tenant-segment.ts'

export interface AuthenticatedClient {
  application: ApplicationRegistration
  /** "0" public, "1" secret, "2" certificate: the `appidacr` and `azpacr` claims. */
  proof: '0' | '1' | '2'
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const zeroGuid = '00000000-0000-0000-0000-000000000000'

/** Basic credentials, form-decoded as RFC 6749 2.3.1 asks. */
function readBasic(request: FastifyRequest): { clientId: string; secret: string } | undefined {
  const [scheme = '', encoded = ''] = (request.headers.authorization ?? '').split(' ')
  if (scheme.toLowerCase() !== 'basic') return undefined
  const text = Buffer.from(encoded, 'base64').toString()
  const colon = text.indexOf(':')
  const decode = (part: string): string => new URLSearchParams(`v=${part}`).get('v') ?? ''
  return { clientId: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) }
}

/** A tenant for customers knows its own applications alone, and no other tenant knows those. Throws AADSTS50194. */
function isKnownIn(
  world: World,
  segment: TenantSegment,
  application: ApplicationRegistration,
): boolean {
  const { tenant } = segment
  const home = getTenant(world, application.tenantId)
  if (!home.isForCustomers) return !tenant?.isForCustomers
  if (tenant === undefined) throw new EntraError(50194, { clientId: application.clientId })
  return tenant === home
}

/**
 * Throws AADSTS900144, 700038, 700016 or 7000112 for an id that is missing, not an id, of nobody the tenant knows, or
 * disabled.
 */
export function getApplication(
  world: World,
  clientId: string | undefined,
  segment: TenantSegment,
): ApplicationRegistration {
  if (!clientId) throw new EntraError(900144, { parameter: 'client_id' })
  if (clientId === zeroGuid) throw new EntraError(700038, { clientId })
  const application = world.applications.get(clientId.toLowerCase())
  if (application === undefined || !isKnownIn(world, segment, application)) {
    throw new EntraError(700016, { clientId, tenant: toTenantName(segment) })
  }
  if (application.servicePrincipal?.accountEnabled === false) {
    throw new EntraError(7000112, { clientId })
  }
  return application
}

/** Throws AADSTS7000215 and 7000222. */
function checkSecret({ secrets, clientId }: ApplicationRegistration, secret: string): void {
  const known = secrets.find(({ secretText }) => secretText === secret)
  if (known === undefined) throw new EntraError(7000215, { clientId })
  if (Date.parse(known.endDateTime) < Date.now()) throw new EntraError(7000222, { clientId })
}

/** Who calls the token endpoint, proved by secret or certificate; public clients bring neither. */
export async function authenticateClient(
  world: World,
  request: FastifyRequest,
  parameters: Parameters,
  segment: TenantSegment,
): Promise<AuthenticatedClient> {
  const basic = readBasic(request)
  const application = getApplication(world, parameters.client_id ?? basic?.clientId, segment)
  const secret = parameters.client_secret ?? basic?.secret
  const assertion = parameters.client_assertion
  if (getPlatform(application) !== 'web') {
    if (secret !== undefined || assertion !== undefined) throw new EntraError(700025)
    return { application, proof: '0' }
  }
  if (assertion !== undefined) {
    if (secret !== undefined) throw new EntraError(9002313)
    if (parameters.client_assertion_type !== assertionType) {
      throw new EntraError(900144, { parameter: 'client_assertion_type' })
    }
    await verifyClientAssertion(world, application, assertion)
    return { application, proof: '2' }
  }
  if (!secret) throw new EntraError(7000218)
  checkSecret(application, secret)
  return { application, proof: '1' }
}
