import type { JWTPayload } from 'jose'
import { wantsTokenKind } from '../world/application.ts'
import { getTenant, type World } from '../world/world.ts'
import { toGroupClaims } from './group-claims.ts'
import { toIssuer } from './issuer.ts'
import { listAppRoles } from './list-app-roles.ts'
import type { AccessTokenRequest, PersonSubject } from './mint-access-token.ts'
import { toApplicationClaims, toSignInClaims, toUserClaims } from './subject-claims.ts'
import { createOpaque, toPairwiseSubject } from './token-parts.ts'

/** What a person's token says in both versions. */
function toPersonClaims(
  world: World,
  { resourceId }: AccessTokenRequest,
  { user, scopes, signIn }: PersonSubject,
): JWTPayload {
  const api = world.applications.get(resourceId)
  const roles = listAppRoles(world, api, user)
  return {
    name: user.graph.displayName,
    oid: user.graph.id,
    ...toGroupClaims(world, api, user),
    ...(roles.length > 0 && { roles }),
    scp: scopes.join(' '),
    ...toSignInClaims(signIn),
    sub: toPairwiseSubject(user, resourceId),
  }
}

function toClaims(world: World, request: AccessTokenRequest): JWTPayload {
  const { subject } = request
  if ('user' in subject) return toPersonClaims(world, request, subject)
  // An optional claim of the API's registration, which says nothing of people unless asked to.
  const api = world.applications.get(request.resourceId)
  const isAsked = world.settings.apiTokenIdtyp || (api !== undefined && wantsTokenKind(api))
  const idtyp = isAsked && { idtyp: 'app' }
  return { ...idtyp, ...toApplicationClaims(request, subject.roles) }
}

function toVersion1(world: World, request: AccessTokenRequest): JWTPayload {
  const { application, subject } = request
  const claims: JWTPayload = {
    ...toClaims(world, request),
    aud: request.audience,
    iss: `https://sts.windows.net/${request.tenantId}/`,
    appid: application.clientId,
    appidacr: request.clientProof,
    ver: '1.0',
  }
  if (!('user' in subject)) return claims
  const { userPrincipalName } = subject.user.graph
  return {
    ...claims,
    ...toUserClaims(subject.user),
    acr: '1',
    amr: ['pwd'],
    ipaddr: '127.0.0.1',
    unique_name: userPrincipalName,
    upn: userPrincipalName,
  }
}

function toVersion2(world: World, request: AccessTokenRequest): JWTPayload {
  const { application, subject } = request
  return {
    ...toClaims(world, request),
    aud: request.resourceId,
    iss: toIssuer(world, getTenant(world, request.tenantId)),
    azp: application.clientId,
    azpacr: request.clientProof,
    ver: '2.0',
    xms_ftd: createOpaque(24),
    ...('user' in subject && { preferred_username: subject.user.graph.userPrincipalName }),
  }
}

/**
 * What a token for one of the tenant's own APIs says. The API's registration chooses the version
 * (`requestedAccessTokenVersion`), whatever endpoint the client used.
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function toApiClaims(world: World, request: AccessTokenRequest): JWTPayload {
  const version = world.applications.get(request.resourceId)?.accessTokenVersion ?? 1
  return version === 1 || world.settings.apiTokenVersion === 1
    ? toVersion1(world, request)
    : toVersion2(world, request)
}
