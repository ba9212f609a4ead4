import { checkDemands } from './check-demands.ts'
import { checkNotRevoked } from './check-not-revoked.ts'
import { EntraError } from './entra-error.ts'
import { getEnabledUser } from './grant-authorization-code.ts'
import { issueTokens } from './issue-tokens.ts'
import { noteSignIn } from './note-sign-in.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'
import { getUserAssertion } from './user-assertion.ts'

function getParameter({ parameters }: TokenRequest, parameter: string): string {
  const value = parameters[parameter]
  if (value) return value
  throw new EntraError(900144, { parameter })
}

/**
 * An API that was called for a person calls another one for the same person: the token it was called with becomes
 * one of its own. A refresh token comes with `offline_access` and an ID token with `openid` only, as the person did
 * not sign in to it. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export async function exchangeOnBehalfOf(request: TokenRequest): Promise<TokenOutcome> {
  // Without a secret anybody who sees a token could make another one of it.
  if (request.client.proof === '0') throw new EntraError(7000218)
  const text = getParameter(request, 'assertion')
  const tokenUse = getParameter(request, 'requested_token_use')
  const scope = getParameter(request, 'scope')
  if (tokenUse !== 'on_behalf_of') throw new EntraError(9002313)
  const assertion = await getUserAssertion(request, text)
  const user = getEnabledUser(request, assertion)
  checkNotRevoked(request, assertion.issuedAt, user)
  checkDemands(request, assertion.signIn)
  noteSignIn(user, { isInteractive: false })
  return issueTokens(request, {
    user,
    grantedScope: scope,
    signIn: assertion.signIn,
    handlesChallenges: request.claims.handlesChallenges,
    nonce: undefined,
  })
}
