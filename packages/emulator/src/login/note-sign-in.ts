import { randomUUID } from 'node:crypto'
import { openSignInActivity } from '../seed/open-sign-in-activity.ts'
import { toGraphTime } from '../world/to-graph-time.ts'
import type { User } from '../world/user.ts'

const never = {
  lastSignInDateTime: null,
  lastSignInRequestId: null,
  lastNonInteractiveSignInDateTime: null,
  lastNonInteractiveSignInRequestId: null,
  lastSuccessfulSignInDateTime: null,
  lastSuccessfulSignInRequestId: null,
}

interface SignIn {
  /** The person was there; else an application came for them with what it had. */
  isInteractive: boolean
  /** What was refused counts as a sign-in too, though not as a successful one. */
  isSuccessful?: boolean
}

/** Moves what `signInActivity` tells about a person. */
export function noteSignIn(user: User, { isInteractive, isSuccessful = true }: SignIn): void {
  const moment = toGraphTime()
  const requestId = randomUUID()
  user.signInActivity = {
    ...(openSignInActivity(user) ?? never),
    ...(isInteractive
      ? { lastSignInDateTime: moment, lastSignInRequestId: requestId }
      : { lastNonInteractiveSignInDateTime: moment, lastNonInteractiveSignInRequestId: requestId }),
    ...(isSuccessful && {
      lastSuccessfulSignInDateTime: moment,
      lastSuccessfulSignInRequestId: requestId,
    }),
  }
}
