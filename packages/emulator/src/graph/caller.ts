import type { FastifyRequest } from 'fastify'
import { type CryptoKey, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { readAio } from '../login/aio.ts'
import { backDatedSeconds } from '../login/token-parts.ts'
import { remember } from '../world/issued.ts'
import { noteRequest } from '../world/request-note.ts'
import type { Tenant } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import { createClaimsChallenge, createUnauthorized } from './challenge.ts'
import { GraphError } from './graph-error.ts'
import { chargeRequest } from './quota/charge-request.ts'

/** Who calls Graph: an application for a person, or for itself. */
export interface Caller {
  tenant: Tenant
  clientId: string
  user: User | undefined
  /** `scp` for a person, `roles` for an application. */
  permissions: Set<string>
}

function decode(origin: string, token: string): JWTPayload {
  try {
    return decodeJwt(token)
  } catch {
    throw createUnauthorized(origin, 'IDX14100: JWT is not well formed, there are no dots (.).')
  }
}

const keptTokens = 1000
const verifiedTokens = new WeakMap<CryptoKey, Map<string, JWTPayload>>()

/** Audience and signature. Age is judged elsewhere, on the tenant's own clock. */
async function readClaims(origin: string, token: string, key: CryptoKey): Promise<JWTPayload> {
  if (decode(origin, token).aud !== 'https://graph.microsoft.com') {
    throw createUnauthorized(origin, 'Access token validation failure. Invalid audience.')
  }
  const currentDate = new Date(0)
  const options = { algorithms: ['RS256'], currentDate, clockTolerance: Number.MAX_SAFE_INTEGER }
  try {
    return (await jwtVerify(token, key, options)).payload
  } catch {
    throw createUnauthorized(origin, 'Access token validation failure. Invalid signature.')
  }
}

/** What never changes about a token is checked once: a batch hands its own to twenty items. */
async function readClaimsOnce(origin: string, token: string, key: CryptoKey): Promise<JWTPayload> {
  const verified = verifiedTokens.get(key) ?? new Map<string, JWTPayload>()
  verifiedTokens.set(key, verified)
  const known = verified.get(token)
  if (known !== undefined) return known
  const claims = await readClaims(origin, token, key)
  remember(verified, token, claims, keptTokens)
  return claims
}

async function verifyToken(world: World, token: string): Promise<JWTPayload> {
  const { authorityOrigin: origin, keys, clock } = world
  const claims = await readClaimsOnce(origin, token, keys.graph.publicKey)
  const issued = readAio(claims.aio)
  const life = (claims.exp ?? 0) - (claims.nbf ?? 0) - backDatedSeconds
  const age = clock.ageOf(issued?.issuedAt ?? 0) / 1000
  if (issued?.generation !== world.generation || age >= life) {
    throw createUnauthorized(origin, 'Lifetime validation failed, the token is expired.')
  }
  return claims
}

/** A client that said it can is challenged at once; the others' tokens live out their hour. */
function checkNotRevoked(world: World, claims: JWTPayload, user: User | undefined): void {
  const handlesChallenges = Array.isArray(claims.xms_cc) && claims.xms_cc.includes('cp1')
  if (user === undefined || !handlesChallenges) return
  const issuedAt = readAio(claims.aio)?.issuedAt ?? 0
  const { accountEnabled } = user.graph
  if (accountEnabled && issuedAt > user.sessionsValidFrom) return
  const moment = accountEnabled ? world.clock.toRealTime(user.sessionsValidFrom) : Date.now()
  throw createClaimsChallenge(world.authorityOrigin, moment)
}

/** Reads and checks the bearer token, and charges the request. Throws the 401s of Graph, and 429 over its limits. */
export async function getCaller(world: World, request: FastifyRequest): Promise<Caller> {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'bearer' || !token) {
    throw createUnauthorized(world.authorityOrigin, 'Access token is empty.')
  }
  const claims = await verifyToken(world, token)
  const tenant = getTenant(world, String(claims.tid))
  const isUser = claims.idtyp === 'user'
  const user = isUser ? tenant.usersById.get(String(claims.oid)) : undefined
  if (isUser && user === undefined) {
    throw createUnauthorized(
      world.authorityOrigin,
      'The identity of the calling user could not be established.',
    )
  }
  const clientId = String(claims.appid)
  noteRequest(request, { client: clientId, user: user?.graph.userPrincipalName ?? null })
  checkNotRevoked(world, claims, user)
  chargeRequest(world, request, { tenant, clientId })
  const roles = Array.isArray(claims.roles) ? claims.roles.map(String) : []
  const scopes = typeof claims.scp === 'string' ? claims.scp.split(' ') : []
  return { tenant, clientId, user, permissions: new Set(isUser ? scopes : roles) }
}

/** `/me` is nobody for an application. */
export function requireUser(caller: Caller): User {
  if (caller.user !== undefined) return caller.user
  throw new GraphError(
    400,
    'BadRequest',
    '/me request is only valid with delegated authentication flow.',
  )
}
