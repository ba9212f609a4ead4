import { createHash, X509Certificate } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import type { ApplicationRegistration } from '../world/application.ts'
import type { World } from '../world/world.ts'
import { EntraError } from './entra-error.ts'

/** Microsoft's own libraries use ten minutes; how long Entra lets one live at most is not documented. */
const longestLifeSeconds = 24 * 3600

function findCertificate(
  application: ApplicationRegistration,
  header: ReturnType<typeof decodeProtectedHeader>,
): X509Certificate | undefined {
  const thumbprint = header['x5t#S256']
  return application.certificates
    .map((pem) => new X509Certificate(pem))
    .find(({ raw }) => {
      const sha1 = createHash('sha1').update(raw).digest()
      const sha256 = createHash('sha256').update(raw).digest('base64url')
      if (thumbprint !== undefined) return thumbprint === sha256
      if (header.x5t !== undefined) return header.x5t === sha1.toString('base64url')
      // `kid` may also be the hex thumbprint that the portal shows.
      return [sha256, sha1.toString('base64url'), sha1.toString('hex').toUpperCase()].includes(
        header.kid ?? '',
      )
    })
}

/** The token endpoint or the issuer, under the tenant's id or its domain. */
function isOwnAudience(world: World, audience: string): boolean {
  const tenants = world.tenants.flatMap(({ id, domain }) => [id, domain])
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
  // More than one audience is refused, even when all of them are right (github.com/zitadel/oidc/issues/887).
  if (Array.isArray(claims.aud) && claims.aud.length > 1) throw new EntraError(5002741)
  const audience = Array.isArray(claims.aud) ? claims.aud[0] : claims.aud
  if (!isOwnAudience(world, audience ?? '')) throw new EntraError(700023)
  const now = Date.now() / 1000
  const isTooLong = (claims.exp ?? 0) - now > longestLifeSeconds
  if (claims.exp === undefined || isTooLong) throw new EntraError(700024)
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
  const thumbprint = String(header['x5t#S256'] ?? header.x5t ?? header.kid ?? '')
  const certificate = findCertificate(application, header)
  if (certificate === undefined) {
    throw new EntraError(700027, { reason: 'The key was not found.', thumbprint })
  }
  checkClaims(world, application, claims)
  try {
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['PS256', 'RS256'],
      clockTolerance: 300,
    })
  } catch (cause) {
    if (cause instanceof errors.JWTExpired || cause instanceof errors.JWTClaimValidationFailed) {
      throw new EntraError(700024)
    }
    throw new EntraError(700027, { reason: 'The key used to sign did not match.', thumbprint })
  }
}

function decode(assertion: string): {
  header: ReturnType<typeof decodeProtectedHeader>
  claims: JWTPayload
} {
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) }
  } catch {
    throw new EntraError(50027)
  }
}
