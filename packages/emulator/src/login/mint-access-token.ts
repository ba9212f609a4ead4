import { type JWTPayload, SignJWT } from 'jose'
import { graphId } from '../seed/ids.ts'
import type { ApplicationRegistration } from '../world/application.ts'
import type { SignInOutcome } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import type { World } from '../world/world.ts'
import { createAio } from './aio.ts'
import { toApplicationClaims, toSignInClaims, toUserClaims } from './subject-claims.ts'
import { toApiClaims } from './to-api-claims.ts'
import {
  backDatedSeconds,
  createOpaque,
  listRoleTemplateIds,
  toPairwiseSubject,
} from './token-parts.ts'

export interface PersonSubject {
  user: User
  scopes: string[]
  signIn: SignInOutcome
}

export interface AccessTokenRequest {
  application: ApplicationRegistration
  /** How the client proved itself: "0" not at all, "1" secret, "2" certificate. */
  clientProof: '0' | '1' | '2'
  tenantId: string
  resourceId: string
  /** The API as the client named it. Graph calls itself by one name only. */
  audience: string
  /** A person and the scopes granted for them, or the application's own roles. */
  subject: PersonSubject | { roles: string[] }
  /** The client declared that it can answer claims challenges. */
  handlesClaimsChallenges: boolean
}

interface Times {
  iat: number
  nbf: number
  exp: number
}

function toCommonClaims(world: World, request: AccessTokenRequest, times: Times): JWTPayload {
  const { subject, resourceId } = request
  // What is made from a token of an own API carries its sign-in on; nothing is made from Graph's.
  const signIn = 'signIn' in subject && resourceId !== graphId ? subject.signIn : undefined
  return {
    ...times,
    aio: createAio(world, signIn),
    rh: `1.${createOpaque(30)}.`,
    tid: request.tenantId,
    uti: createOpaque(16),
    ...(request.handlesClaimsChallenges && { xms_cc: ['cp1'] }),
  }
}

/** Version 1.0, as Graph's registration asks for, whatever endpoint the client used. */
function toGraphClaims(world: World, request: AccessTokenRequest): JWTPayload {
  const { application, subject } = request
  const claims: JWTPayload = {
    aud: 'https://graph.microsoft.com',
    iss: `https://sts.windows.net/${request.tenantId}/`,
    app_displayname: application.displayName,
    appid: application.clientId,
    appidacr: request.clientProof,
    ver: '1.0',
    xms_tcdt: 1_566_804_600,
  }
  if ('roles' in subject) {
    return { ...claims, idtyp: 'app', ...toApplicationClaims(request, subject.roles) }
  }
  const { user, scopes, signIn } = subject
  return {
    ...claims,
    ...toUserClaims(user),
    acct: user.graph.userType === 'Guest' ? 1 : 0,
    acr: '1',
    amr: ['pwd'],
    idtyp: 'user',
    ipaddr: '127.0.0.1',
    scp: scopes.join(' '),
    ...toSignInClaims(signIn),
    sub: toPairwiseSubject(user, graphId),
    unique_name: user.graph.userPrincipalName,
    upn: user.graph.userPrincipalName,
    wids: listRoleTemplateIds(world, user),
  }
}

/** An access token for one API, with its lifetime in seconds. */
export async function mintAccessToken(
  world: World,
  request: AccessTokenRequest,
): Promise<{ token: string; expiresIn: number }> {
  const expiresIn = world.settings.accessTokenSeconds
  const issuedAt = Math.floor(Date.now() / 1000)
  const times = {
    iat: issuedAt - backDatedSeconds,
    nbf: issuedAt - backDatedSeconds,
    exp: issuedAt + expiresIn,
  }
  const common = toCommonClaims(world, request, times)
  if (request.resourceId !== graphId) {
    const { kid, privateKey } = world.keys.current
    const token = await new SignJWT({ ...common, ...toApiClaims(world, request) })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid })
      .sign(privateKey)
    return { token, expiresIn }
  }
  const { kid, privateKey } = world.keys.graph
  const token = await new SignJWT({ ...common, ...toGraphClaims(world, request) })
    .setProtectedHeader({ typ: 'JWT', nonce: createOpaque(32), alg: 'RS256', x5t: kid, kid })
    .sign(privateKey)
  return { token, expiresIn }
}
