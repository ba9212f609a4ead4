import { createHash } from 'node:crypto'
import type { AuthorizationCode } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import { readAccount } from '../world/world.ts'
import { checkDemands } from './check-demands.ts'
import { EntraError } from './entra-error.ts'
import { issueTokens } from './issue-tokens.ts'
import type { Parameters } from './parameters.ts'
import type { TokenOutcome, TokenRequest } from './token-request.ts'

const codeLifeMs = 10 * 60_000

function checkCodeVerifier(code: AuthorizationCode, verifier: string | undefined): void {
  if (code.codeChallenge === undefined) return
  if (!verifier) throw new EntraError(501481)
  const challenge =
    code.codeChallengeMethod === 'S256'
      ? createHash('sha256').update(verifier).digest('base64url')
      : verifier
  if (challenge !== code.codeChallenge) throw new EntraError(501481)
}

function getCode(request: TokenRequest, parameters: Parameters): AuthorizationCode {
  const { world, client, tenant } = request
  if (!parameters.code) throw new EntraError(900144, { parameter: 'code' })
  const code = world.issued.codes.get(parameters.code)
  const { clientId } = client.application
  if (code === undefined) throw new EntraError(9002313, {}, { error: 'invalid_grant' })
  if (code.clientId !== clientId) throw new EntraError(70000)
  if (tenant !== undefined && tenant.id !== code.tenantId) throw new EntraError(700005)
  if (code.isRedeemed) throw new EntraError(54005)
  if (world.clock.ageOf(code.issuedAt) > codeLifeMs) throw new EntraError(70008)
  const redirectUri = parameters.redirect_uri ?? ''
  if (redirectUri !== code.redirectUri) throw new EntraError(50011, { redirectUri, clientId })
  checkCodeVerifier(code, parameters.code_verifier)
  return code
}

/** The account behind a code or refresh token. Throws 50034 when it is gone and 50057 when disabled. */
export function getEnabledUser(
  request: TokenRequest,
  account: { tenantId: string; userId: string },
): User {
  const user = readAccount(request.world, account)
  if (user === undefined) {
    throw new EntraError(50034, { name: account.userId, tenant: request.tenantName })
  }
  if (!user.graph.accountEnabled) throw new EntraError(50057)
  return user
}

/**
 * Redeems a code once. `scope` is Microsoft's extension: which one API the access token is for.
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
 */
export async function redeemAuthorizationCode(request: TokenRequest): Promise<TokenOutcome> {
  const code = getCode(request, request.parameters)
  const user = getEnabledUser(request, code)
  code.isRedeemed = true
  checkDemands(request, code)
  return issueTokens(request, {
    user,
    grantedScope: code.scope,
    signIn: code,
    handlesChallenges: code.handlesChallenges || request.claims.handlesChallenges,
    nonce: code.nonce,
  })
}
