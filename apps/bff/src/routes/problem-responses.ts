import { Type } from 'typebox'
import { API_SCOPE } from '../auth/access-token-verifier.ts'

/** For a route's `response`: whatever fails answers a problem. */
export const problemResponses = {
  default: {
    description: 'What went wrong, as a problem (RFC 9457).',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
}

/** For a route's `security`: whoever comes, such as somebody who is about to sign in. */
export const byAnybody: [] = []

/** For a route's `security`: the session's cookie. */
export const bySession = [{ session: [] }]

/** The app roles of our registration. */
export const API_APP_ROLES = ['Directory.Read', 'Batches.Write', 'Mail.Read']

/**
 * The same, or a bearer token: of a person through a client, or of an application that has one of these app
 * roles; of no application where none is named. `plugins/require-caller.ts` goes by it.
 */
export function byCaller(...appRoles: readonly string[]) {
  const apps = appRoles.map((role) => ({ bearer: [role] }))
  return [...bySession, { bearer: [API_SCOPE] }, ...apps]
}
