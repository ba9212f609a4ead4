import { getPlatform } from '../world/application.ts'
import type { RefreshToken } from '../world/issued.ts'
import { checkDemands } from './check-demands.ts'
import { checkNotRevoked } from './check-not-revoked.ts'
import { EntraError } from './entra-error.ts'
import { getEnabledUser } from './grant-authorization-code.ts'
import { issueTokens, pageLifeMs } from './issue-tokens.ts'
import { noteSignIn } from './note-sign-in.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'

const inactiveLifeMs = 90 * 86_400_000

function getRefreshToken(request: TokenRequest): RefreshToken {
  const { world, client, parameters } = request
  if (!parameters.refresh_token) throw new EntraError(900144, { parameter: 'refresh_token' })
  const token = world.issued.refreshTokens.get(parameters.refresh_token)
  if (token === undefined) throw new EntraError(9002313, {}, { error: 'invalid_grant' })
  if (token.clientId !== client.application.clientId) throw new EntraError(70000)
  const toText = (moment: number): string => new Date(world.clock.toRealTime(moment)).toISOString()
  const isOfPage = getPlatform(client.application) === 'spa'
  if (isOfPage && world.clock.ageOf(token.startedAt) > pageLifeMs) {
    throw new EntraError(700084, { issuedAt: toText(token.startedAt) })
  }
  if (world.clock.ageOf(token.issuedAt) <= inactiveLifeMs) return token
  throw new EntraError(700082, { issuedAt: toText(token.issuedAt) })
}

/**
 * Gives new tokens and a new refresh token; the old one stays usable, because Entra neither rotates nor
 * detects reuse. It is bound to person and client, not to an API or to the tenant of the address.
 * https://learn.microsoft.com/entra/identity-platform/refresh-tokens
 */
export async function redeemRefreshToken(request: TokenRequest): Promise<TokenOutcome> {
  const token = getRefreshToken(request)
  const user = getEnabledUser(request, token)
  checkNotRevoked(request, token.issuedAt, user)
  checkDemands(request, token)
  noteSignIn(user, { isInteractive: false })
  const issue = () =>
    issueTokens(request, {
      user,
      grantedScope: token.scope,
      signIn: token,
      handlesChallenges: request.claims.handlesChallenges,
      nonce: undefined,
      startedAt: token.startedAt,
    })
  return request.world.settings.oneTimeRefreshTokens ? issueOnce(request, token, issue) : issue()
}

/** Takes the token away before anything is awaited, so that of two requests at once only one gets it. */
async function issueOnce(
  { world, parameters }: TokenRequest,
  token: RefreshToken,
  issue: () => Promise<TokenOutcome>,
): Promise<TokenOutcome> {
  const key = parameters.refresh_token ?? ''
  world.issued.refreshTokens.delete(key)
  try {
    return await issue()
  } catch (problem) {
    // A refusal, as for a scope without consent, spends nothing.
    world.issued.refreshTokens.set(key, token)
    throw problem
  }
}
