import type { User } from '../world/user.ts'
import { EntraError } from './entra-error.ts'
import type { TokenRequest } from './token-request.ts'

/** Nothing of before the person's sessions were ended is worth a token. Throws AADSTS50173. */
export function checkNotRevoked({ world }: TokenRequest, issuedAt: number, user: User): void {
  if (issuedAt > user.sessionsValidFrom) return
  const toText = (moment: number): string => new Date(world.clock.toRealTime(moment)).toISOString()
  throw new EntraError(50173, {
    issuedAt: toText(issuedAt),
    validFrom: toText(user.sessionsValidFrom),
  })
}
