import { type JWTPayload, SignJWT } from 'jose'
import { fabrikamId } from '../seed/ids.ts'
import {
  type ApplicationRegistration,
  hasDirectoryRoleClaims,
  listIdTokenClaims,
} from '../world/application.ts'
import type { SignInOutcome } from '../world/issued.ts'
import type { OptionalClaim } from '../world/settings.ts'
import type { Tenant } from '../world/tenant.ts'
import type { User } from '../world/user.ts'
import { getTenant, type World } from '../world/world.ts'
import { createAio } from './aio.ts'
import { toGroupClaims } from './group-claims.ts'
import { toIssuer } from './issuer.ts'
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

/** Only what is a country's code becomes a claim. */
function toCountryClaim({ graph: { country } }: User): string | undefined {
  return country !== null && /^[A-Z]{2}$/.test(country) ? country : undefined
}

/** Who vouches for a person that did not sign in here: of a local account there is no such claim. */
function readIdentityProvider({ graph }: User): string | undefined {
  if (graph.userType === 'Guest') return `https://sts.windows.net/${fabrikamId}/`
  return graph.identities.find(({ signInType }) => signInType === 'federated')?.issuer
}

function toOptionalClaims(world: World, request: IdTokenRequest): JWTPayload {
  const { user, signIn } = request
  const authenticatedAt = world.clock.toRealTime(signIn.authenticatedAt)
  const available: Record<OptionalClaim, unknown> = {
    acrs: signIn.acrs,
    sid: signIn.sessionId,
    login_hint: createLoginHint(user),
    auth_time: Math.floor(authenticatedAt / 1000),
    ctry: toCountryClaim(user),
    email: user.graph.mail ?? undefined,
    postalCode: user.graph.postalCode ?? undefined,
  }
  const wanted = listIdTokenClaims(request.application)
  if (request.identityScopes.includes('email')) wanted.push('email')
  if (signIn.acrs.length > 0) wanted.push('acrs')
  const { omittedClaims } = world.settings
  const sent = wanted.filter((name) => !omittedClaims.includes(name))
  return Object.fromEntries(sent.map((name) => [name, available[name]]))
}

/** Guests and customers have a user principal name that they never type. */
function toProfileClaims(
  { user, identityScopes }: IdTokenRequest,
  { isForCustomers }: Tenant,
): JWTPayload {
  if (!identityScopes.includes('profile')) return {}
  const { displayName, id, mail, userPrincipalName, userType } = user.graph
  const goesByMail = userType === 'Guest' || isForCustomers
  return {
    name: displayName,
    oid: id,
    preferred_username: goesByMail ? (mail ?? userPrincipalName) : userPrincipalName,
  }
}

/**
 * An ID token v2.0 of the code flow: without `at_hash`, `c_hash`, `amr` and `acr`, which only other flows or
 * versions carry. https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
 */
export async function mintIdToken(world: World, request: IdTokenRequest): Promise<string> {
  const { application, user } = request
  const tenant = getTenant(world, user.tenantId)
  const identityProvider = readIdentityProvider(user)
  const roles = listAppRoles(world, application, user)
  const issuedAt = Math.floor(Date.now() / 1000)
  const claims: JWTPayload = {
    aud: application.clientId,
    iss: toIssuer(world, tenant),
    iat: issuedAt - backDatedSeconds,
    nbf: issuedAt - backDatedSeconds,
    exp: issuedAt + 3600,
    aio: createAio(world),
    ...(identityProvider !== undefined && { idp: identityProvider }),
    ...toOptionalClaims(world, request),
    ...toProfileClaims(request, tenant),
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
  const { kid, privateKey } = tenant.isForCustomers ? world.keys.customers : world.keys.current
  return new SignJWT(claims).setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid }).sign(privateKey)
}
