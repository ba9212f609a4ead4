import { createGuid, createRandom, type Random } from '../world/random.ts'
import { toGraphTime } from '../world/to-graph-time.ts'
import type { SignInActivity, User } from '../world/user.ts'

/** Seeded sign-ins are older than this; fixed, so that the same seed gives the same dates on any day. */
const newest = Date.UTC(2026, 10, 20, 16)
const day = 86_400_000

/** Days since somebody typed a password: most people work here daily, and some have left. Undefined for never. */
function pickAge(random: Random): number | undefined {
  const share = random()
  if (share < 0.62) return random() * 14
  if (share < 0.82) return 14 + random() * 76
  return share < 0.94 ? 90 + random() * 610 : undefined
}

function createSignInActivity({ graph }: User): SignInActivity | null {
  const random = createRandom(`${graph.id}:sign-ins`)
  const age = pickAge(random)
  if (age === undefined || graph.externalUserState === 'PendingAcceptance') return null
  const signedInAt = Math.max(newest - age * day, Date.parse(graph.createdDateTime))
  const lastSignInDateTime = toGraphTime(signedInAt)
  const lastSignInRequestId = createGuid(`${graph.id}:sign-in`)
  // What an application does for its person comes after, unless it keeps no tokens.
  const hasRefreshed = random() < 0.85
  const refreshedAt = toGraphTime(Math.min(newest, signedInAt + random() * 3 * day))
  const refreshId = createGuid(`${graph.id}:non-interactive-sign-in`)
  return {
    lastSignInDateTime,
    lastSignInRequestId,
    lastNonInteractiveSignInDateTime: hasRefreshed ? refreshedAt : null,
    lastNonInteractiveSignInRequestId: hasRefreshed ? refreshId : null,
    lastSuccessfulSignInDateTime: hasRefreshed ? refreshedAt : lastSignInDateTime,
    lastSuccessfulSignInRequestId: hasRefreshed ? refreshId : lastSignInRequestId,
  }
}

/** When a person signed in last, written when somebody looks for the first time; null for never. */
export function openSignInActivity(user: User): SignInActivity | null {
  if (user.signInActivity === undefined) user.signInActivity = createSignInActivity(user)
  return user.signInActivity
}
