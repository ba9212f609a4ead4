import { decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose'
import type { SignInOutcome } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import { readAio } from './aio.ts'
import { EntraError } from './entra-error.ts'
import { backDatedSeconds } from './token-parts.ts'
import type { TokenRequest } from './token-request.ts'

/** The person behind an access token that an API was called with. */
interface UserAssertion {
  tenantId: string
  userId: string
  issuedAt: number
  signIn: SignInOutcome
}

function readKeyId(assertion: string): string | undefined {
  try {
    decodeJwt(assertion)
    return decodeProtectedHeader(assertion).kid
  } catch {
    // It is not the client's own assertion that is bad, so this is no `invalid_client`.
    throw new EntraError(50027, {}, { error: 'invalid_grant', status: 400 })
  }
}

/** Graph's key is among them: a token for Graph is refused for whom it is for. Age is judged by the tenant's clock. */
async function verify({ keys }: World, assertion: string): Promise<JWTPayload> {
  const kid = readKeyId(assertion)
  const known = [keys.current, keys.next, ...keys.retired, keys.graph]
  const key = known.find((candidate) => candidate.kid === kid)
  if (key === undefined) throw new EntraError(50013)
  const currentDate = new Date(0)
  const options = { algorithms: ['RS256'], currentDate, clockTolerance: Number.MAX_SAFE_INTEGER }
  try {
    return (await jwtVerify(assertion, key.publicKey, options)).payload
  } catch {
    throw new EntraError(50013)
  }
}

/** An access token names the client it was issued to, an ID token does not. */
function isIdToken({ azp, appid }: JWTPayload): boolean {
  return azp === undefined && appid === undefined
}

function checkAudience({ client }: TokenRequest, { aud }: JWTPayload): void {
  const { clientId, displayName } = client.application
  const audience = String(aud)
  if ([clientId, `api://${clientId}`].includes(audience.toLowerCase())) return
  throw new EntraError(500131, { audience, clientId, application: displayName })
}

/** Throws 50027, 50013, 240002, 500131, 500133, and 7000114 for a token that is nobody's. */
export async function getUserAssertion(
  request: TokenRequest,
  assertion: string,
): Promise<UserAssertion> {
  const { world, tenant, client } = request
  const claims = await verify(world, assertion)
  if (isIdToken(claims)) throw new EntraError(240002)
  checkAudience(request, claims)
  if (tenant !== undefined && tenant.id !== claims.tid) throw new EntraError(50013)
  const aio = readAio(claims.aio)
  const life = Number(claims.exp) - Number(claims.nbf) - backDatedSeconds
  const isOfNow = aio?.generation === world.generation
  if (!isOfNow || world.clock.ageOf(aio.issuedAt) / 1000 >= life) throw new EntraError(500133)
  if (claims.scp === undefined || aio.proof === null) {
    throw new EntraError(7000114, { clientId: client.application.clientId })
  }
  return {
    tenantId: String(claims.tid),
    userId: String(claims.oid),
    issuedAt: aio.issuedAt,
    signIn: {
      ...aio.proof,
      sessionId: String(claims.sid),
      acrs: Array.isArray(claims.acrs) ? claims.acrs.map(String) : [],
    },
  }
}
