import type { JWTPayload } from 'jose'
import type { SignInOutcome } from '../world/issued.ts'
import type { User } from '../world/user.ts'
import type { AccessTokenRequest } from './mint-access-token.ts'

export function toSignInClaims({ sessionId, acrs }: SignInOutcome): JWTPayload {
  return { sid: sessionId, ...(acrs.length > 0 && { acrs }) }
}

export function toUserClaims(user: User): JWTPayload {
  const { graph } = user
  return {
    oid: graph.id,
    name: graph.displayName,
    ...(graph.givenName !== null && { given_name: graph.givenName }),
    ...(graph.surname !== null && { family_name: graph.surname }),
  }
}

export function toApplicationClaims(
  { application }: AccessTokenRequest,
  roles: string[],
): JWTPayload {
  const id = application.servicePrincipal?.id ?? application.id
  return { oid: id, sub: id, ...(roles.length > 0 && { roles }) }
}
