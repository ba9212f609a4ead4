import { graphId } from '../seed/ids.ts'
import { getPlatform } from '../world/application.ts'
import type { RefreshToken, SignInOutcome } from '../world/issued.ts'
import { remember } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import { EntraError } from './entra-error.ts'
import { type Consenter, listGranted, listMissingScopes } from './granted-scopes.ts'
import { mintAccessToken } from './mint-access-token.ts'
import { mintIdToken } from './mint-id-token.ts'
import { parseScope, type ScopeRequest } from './scope.ts'
import { createOpaque, toClientInfo } from './token-parts.ts'
import type { TokenOutcome, TokenRequest, TokenResponse } from './token-request.ts'

export interface Grant {
  user: User
  /** `scope` of the authorization request. */
  grantedScope: string
  signIn: SignInOutcome
  /** The client said that it can answer claims challenges. */
  handlesChallenges: boolean
  nonce: string | undefined
  /** Of the refresh token that was redeemed; now, for a new sign-in. */
  startedAt?: number
}

/** How long a page can refresh after a sign-in. https://learn.microsoft.com/entra/identity-platform/refresh-tokens */
export const pageLifeMs = 24 * 3_600_000

interface OneResource extends ScopeRequest {
  resourceId: string
  audience: string
}

/** A token is for one API only: the first one named, and Graph when none is. */
function narrowToOneResource(request: ScopeRequest): OneResource {
  const [first] = request.scopes
  const { resourceId, audience } = first ?? { resourceId: graphId, audience: '' }
  const scopes = request.scopes.filter((scope) => scope.resourceId === resourceId)
  return { identity: request.identity, scopes, resourceId, audience }
}

/** The scopes of the token itself: Graph's own include the OpenID ones, another API's do not. */
function listTokenScopes(consenter: Consenter, wanted: OneResource): string[] {
  const { resourceId, identity, scopes } = wanted
  const granted = [...listGranted(consenter, resourceId)]
  const wantsAll =
    consenter.world.settings.tokenScopes === 'consented' ||
    scopes.some((scope) => scope.name === '.default')
  const names = wantsAll ? granted : scopes.map((scope) => scope.name)
  const own = resourceId === graphId ? identity : []
  return [...new Set([...own, ...names])].filter((name) => name !== 'offline_access')
}

/** `scope` of the answer, in the style of the request and without `offline_access`. */
function toScopeAnswer(wanted: ScopeRequest, tokenScopes: string[]): string {
  const first = wanted.scopes[0]?.written ?? ''
  const prefix = first.slice(0, first.lastIndexOf('/') + 1)
  const named = tokenScopes.filter((name) => !wanted.identity.includes(name))
  const identity = wanted.identity.filter((name) => name !== 'offline_access')
  return [...named.map((name) => prefix + name), ...identity].join(' ')
}

/** Tokens for a person, after what the client brought was accepted. Throws 65001 where consent is missing. */
export async function issueTokens(request: TokenRequest, grant: Grant): Promise<TokenOutcome> {
  const { world, client, parameters, tenantName } = request
  const { user, signIn } = grant
  const { application } = client
  const consenter = { world, application, user }
  const context = { world, application, tenantName }
  const original = parseScope(context, grant.grantedScope)
  const asked = parameters.scope ? parseScope(context, parameters.scope) : original
  const wanted = narrowToOneResource(asked)
  if (listMissingScopes(consenter, wanted).length > 0) {
    const { clientId, displayName } = application
    throw new EntraError(65001, { clientId, application: displayName })
  }
  // What the person signed in with stays: an ID token and a refresh token come again although a refresh names
  // only an API's scope.
  const identity = [...new Set([...original.identity, ...asked.identity])]
  const scopes = listTokenScopes(consenter, { ...wanted, identity })
  const { token, expiresIn } = await mintAccessToken(world, {
    application,
    clientProof: client.proof,
    tenantId: user.tenantId,
    resourceId: wanted.resourceId,
    audience: wanted.audience,
    subject: { user, scopes, signIn },
    handlesClaimsChallenges: grant.handlesChallenges,
  })
  return {
    user: user.graph.userPrincipalName,
    permission: scopes.join(' '),
    response: {
      token_type: 'Bearer',
      scope: toScopeAnswer({ ...wanted, identity }, scopes),
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: token,
      ...(identity.includes('offline_access') && createRefreshToken(request, grant)),
      ...(identity.includes('openid') && {
        id_token: await mintIdToken(world, {
          application,
          user,
          signIn,
          identityScopes: identity,
          nonce: grant.nonce,
        }),
      }),
      ...(parameters.client_info === '1' && { client_info: toClientInfo(user) }),
    },
  }
}

/** A page's refresh tokens live a day in all, and it is told so. */
function createRefreshToken(
  { world, client }: TokenRequest,
  grant: Grant,
): Pick<TokenResponse, 'refresh_token' | 'refresh_token_expires_in'> {
  const refreshToken = `1.${createOpaque(600)}`
  const record: RefreshToken = {
    clientId: client.application.clientId,
    tenantId: grant.user.tenantId,
    userId: grant.user.graph.id,
    scope: grant.grantedScope,
    sessionId: grant.signIn.sessionId,
    authenticatedAt: grant.signIn.authenticatedAt,
    metDemands: grant.signIn.metDemands,
    acrs: grant.signIn.acrs,
    issuedAt: world.clock.now(),
    startedAt: grant.startedAt ?? world.clock.now(),
  }
  remember(world.issued.refreshTokens, refreshToken, record)
  if (getPlatform(client.application) !== 'spa') return { refresh_token: refreshToken }
  const left = pageLifeMs - world.clock.ageOf(record.startedAt)
  return { refresh_token: refreshToken, refresh_token_expires_in: Math.floor(left / 1000) }
}
