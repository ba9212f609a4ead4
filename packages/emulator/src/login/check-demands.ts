import type { SignInOutcome } from '../world/issued.ts'
import { areDemandsMet, toClaimsText } from './claims-request.ts'
import { EntraError } from './entra-error.ts'
import type { TokenRequest } from './token-request.ts'

/**
 * Whether a token may be issued for what `claims` demand. A new token is "not before" the challenge by itself, so
 * refreshing mends that one, unless it is set that a person has to sign in for it; an authentication context is
 * never had without. Throws AADSTS50076 with the claims to sign in with.
 */
export function checkDemands(request: TokenRequest, signIn: SignInOutcome): void {
  const { world, claims } = request
  const lacksContext = claims.acrs.some((context) => !signIn.acrs.includes(context))
  const lacksSignIn =
    world.settings.claimsNeedInteraction && !areDemandsMet(claims.demands, signIn.metDemands)
  if (!lacksContext && !lacksSignIn) return
  throw new EntraError(50076, {}, { claims: toClaimsText(claims) })
}
