import { X509Certificate } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { toThumbprints } from '../keys/thumbprints.ts'
import type { ApplicationRegistration } from '../world/application.ts'
import type { World } from '../world/world.ts'
import { EntraError } from './entra-error.ts'
import { toIssuer } from './issuer.ts'
import { tenantAliases } from './tenant-segment.ts'

type Header = ReturnType<typeof decodeProtectedHeader>

/**
 * What Microsoft's documentation asks for and its own libraries do. Entra takes longer-lived ones as well, so this
 * is stricter. https://learn.microsoft.com/entra/identity-platform/certificate-credentials#claims-payload
 */
const longestLifeSeconds = 10 * 60

/** Between the client's clock and this one. */
const skewSeconds = 300

function findCertificate(
  { certificates }: ApplicationRegistration,
  header: Header,
): X509Certificate | undefined {
  const { 'x5t#S256': x5tS256, x5t, kid = '' } = header
  return certificates
    .map((pem) => new X509Certificate(pem))
    .find((certificate) => {
      const own = toThumbprints(certificate)
      if (x5tS256 !== undefined) return x5tS256 === own.x5tS256
      if (x5t !== undefined) return x5t === own.x5t
      // `kid` may also be the hex thumbprint that the portal shows.
      return [own.x5tS256, own.x5t, own.sha1].includes(kid)
    })
}

/** The refusals of a key, in the words that people find when they search for them. */
const keyProblems = {
  unknown: {
    fact: 'The certificate with identifier used to sign the client assertion is not registered on application.',
    reason: 'The key was not found.',
  },
  expired: {
    fact: 'The certificate with identifier used to sign the client assertion is expired on application.',
    reason: 'The key used is expired.',
  },
  mismatched: {
    fact: 'Client assertion contains an invalid signature.',
    reason: 'The provided signature value did not match the expected signature value.',
  },
}

function createKeyProblem(
  problem: keyof typeof keyProblems,
  { clientId }: ApplicationRegistration,
  header: Header,
): EntraError {
  const named = header['x5t#S256'] ?? header.x5t
  const thumbprint =
    typeof named === 'string'
      ? Buffer.from(named, 'base64url').toString('hex').toUpperCase()
      : String(header.kid ?? '')
  return new EntraError(700027, { ...keyProblems[problem], clientId, thumbprint })
}

function createTimeProblem({ nbf = 0, exp = 0 }: JWTPayload): EntraError {
  const now = Date.now()
  // A moment that no date can hold is told as the last one that can be.
  const toText = (seconds: number): string =>
    new Date(Math.min(Math.max(seconds, 0) * 1000, 8.64e15)).toISOString()
  return new EntraError(700024, { now: toText(now / 1000), from: toText(nbf), to: toText(exp) })
}

/** Not before its first day and not after its last one. */
function isWithinValidity({ validFromDate, validToDate }: X509Certificate): boolean {
  const now = Date.now()
  return validFromDate.getTime() <= now && now < validToDate.getTime()
}

/** The token endpoint or the issuer, under the tenant's id or its domain, or under the names for all tenants. */
function isOwnAudience(world: World, audience: string): boolean {
  if (world.tenants.some((tenant) => toIssuer(world, tenant) === audience)) return true
  const tenants = [...tenantAliases, ...world.tenants.flatMap(({ id, domain }) => [id, domain])]
  const origins = [world.origin, world.authorityOrigin]
  return origins.some((origin) =>
    tenants.some((name) =>
      [`${origin}/${name}/oauth2/v2.0/token`, `${origin}/${name}/v2.0`].includes(audience),
    ),
  )
}

function checkClaims(world: World, application: ApplicationRegistration, claims: JWTPayload): void {
  if (claims.iss !== application.clientId || claims.sub !== application.clientId) {
    throw new EntraError(700021)
  }
  // A list is refused, even when all of it is right (github.com/zitadel/oidc/issues/887).
  if (Array.isArray(claims.aud)) throw new EntraError(5002741)
  if (!isOwnAudience(world, claims.aud ?? '')) throw new EntraError(700023)
  // Listed among the claims, though nobody compares it: the same assertion may come again.
  if (typeof claims.jti !== 'string' || claims.jti === '') throw new EntraError(50027)
  const left = (claims.exp ?? 0) - Date.now() / 1000
  if (left > longestLifeSeconds + skewSeconds) throw createTimeProblem(claims)
}

/**
 * Checks a `private_key_jwt` assertion: PS256 or RS256, signed by a registered certificate that the header
 * names by thumbprint. The same assertion may come again: MSAL reuses one for its ten minutes, and Entra lets it.
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export async function verifyClientAssertion(
  world: World,
  application: ApplicationRegistration,
  assertion: string,
): Promise<void> {
  const { header, claims } = decode(assertion)
  const certificate = findCertificate(application, header)
  if (certificate === undefined) throw createKeyProblem('unknown', application, header)
  if (!isWithinValidity(certificate)) throw createKeyProblem('expired', application, header)
  checkClaims(world, application, claims)
  try {
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      clockTolerance: skewSeconds,
      requiredClaims: ['exp'],
    })
  } catch (cause) {
    if (cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed) {
      throw createTimeProblem(claims)
    }
    throw createKeyProblem('mismatched', application, header)
  }
}

function decode(assertion: string): { header: Header; claims: JWTPayload } {
  try {
    const claims = decodeJwt(assertion)
    const times: unknown[] = [claims.exp ?? 0, claims.nbf ?? 0]
    if (times.every(Number.isFinite)) return { header: decodeProtectedHeader(assertion), claims }
  } catch {
    // Refused below, as times that are no numbers are.
  }
  throw new EntraError(50027)
}
