import { type JWTPayload, SignJWT } from 'jose'
import { fabrikamId } from '../seed/ids.ts'
import {
  type ApplicationRegistration,
  hasDirectoryRoleClaims,
  listIdTokenClaims,
} from '../world/application.ts'
import type { SignInOutcome } from '../world/issued.ts'
import type { OptionalClaim } from '../world/settings.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { createAio } from './aio.ts'
import { toGroupClaims } from './group-claims.ts'
import { listAppRoles } from './list-app-roles.ts'
import {
  backDatedSeconds,
  createLoginHint,
  createOpaque,
  listRoleTemplateIds,
  toPairwiseSubject,
} from './token-parts.ts'

export interface IdTokenRequest {
  application: ApplicationRegistration
  user: User
  signIn: SignInOutcome
  identityScopes: string[]
  nonce: string | undefined
}

function toOptionalClaims(world: World, request: IdTokenRequest): JWTPayload {
  const { user, signIn } = request
  const authenticatedAt = world.clock.toRealTime(signIn.authenticatedAt)
  const available: Record<OptionalClaim, unknown> = {
    acrs: signIn.acrs,
    sid: signIn.sessionId,
    login_hint: createLoginHint(user),
    auth_time: Math.floor(authenticatedAt / 1000),
    email: user.graph.mail ?? undefined,
  }
  const wanted = listIdTokenClaims(request.application)
  if (request.identityScopes.includes('email')) wanted.push('email')
  if (signIn.acrs.length > 0) wanted.push('acrs')
  const { omittedClaims } = world.settings
  const sent = wanted.filter((name) => !omittedClaims.includes(name))
  return Object.fromEntries(sent.map((name) => [name, available[name]]))
}

function toProfileClaims({ user, identityScopes }: IdTokenRequest): JWTPayload {
  if (!identityScopes.includes('profile')) return {}
  const { graph } = user
  const isGuest = graph.userType === 'Guest'
  return {
    name: graph.displayName,
    oid: graph.id,
    preferred_username: isGuest ? (graph.mail ?? graph.userPrincipalName) : graph.userPrincipalName,
  }
}

/**
 * An ID token v2.0 of the code flow: without `at_hash`, `c_hash`, `amr` and `acr`, which only other flows or
 * versions carry. https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export async function mintIdToken(world: World, request: IdTokenRequest): Promise<string> {
  const { application, user } = request
  const roles = listAppRoles(world, application, user)
  const issuedAt = Math.floor(Date.now() / 1000)
  const claims: JWTPayload = {
    aud: application.clientId,
    iss: `${world.authorityOrigin}/${user.tenantId}/v2.0`,
    iat: issuedAt - backDatedSeconds,
    nbf: issuedAt - backDatedSeconds,
    exp: issuedAt + 3600,
    aio: createAio(world),
    ...(user.graph.userType === 'Guest' && { idp: `https://sts.windows.net/${fabrikamId}/` }),
    ...toOptionalClaims(world, request),
    ...toProfileClaims(request),
    nonce: request.nonce,
    rh: `1.${createOpaque(30)}.`,
    ...(roles.length > 0 && { roles }),
    ...toGroupClaims(world, application, user),
    sub: toPairwiseSubject(user, application.clientId),
    tid: user.tenantId,
    uti: createOpaque(16),
    ver: '2.0',
    ...(hasDirectoryRoleClaims(application) && { wids: listRoleTemplateIds(world, user) }),
  }
  const { kid, privateKey } = world.keys.current
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey)
}
