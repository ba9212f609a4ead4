import type { SignedInAccount } from '../world/issued.ts'
import type { World } from '../world/world.ts'
import type { PersonRequest } from './authorization-request.ts'
import { areDemandsMet } from './claims-request.ts'

/**
 * Whether the claims of a request can be met by a new proof only. An authentication context is proved anew each
 * time, the strictest of what policies can ask for.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 */
export function demandsNewProof(
  world: World,
  { claims }: PersonRequest,
  account: SignedInAccount,
): boolean {
  if (claims.acrs.length > 0) return true
  return world.settings.claimsNeedInteraction && !areDemandsMet(claims.demands, account.metDemands)
}

function isTooOld(
  world: World,
  { maxAgeSeconds }: PersonRequest,
  { authenticatedAt }: SignedInAccount,
): boolean {
  if (maxAgeSeconds === undefined) return false
  // OpenID Connect Core 3.1.2.1: zero is the same as prompt=login, also within the first millisecond.
  return maxAgeSeconds === 0 || world.clock.ageOf(authenticatedAt) > maxAgeSeconds * 1000
}

/** Whether single sign-on will not do: the person has to type the password although they are signed in. */
export function demandsPassword(
  world: World,
  request: PersonRequest,
  account: SignedInAccount,
): boolean {
  if (demandsNewProof(world, request, account)) return true
  if (world.settings.ignorePromptLogin) return false
  return request.prompt === 'login' || isTooOld(world, request, account)
}
