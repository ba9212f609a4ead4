import { Type } from 'typebox'

/** For a route's `response`: whatever fails answers a problem. */
export const problemResponses = {
  default: {
    description: 'What went wrong, as a problem (RFC 9457).',
    content: { 'application/problem+json': { schema: Type.Ref('Problem') } },
  },
}

/** For a route's `security`: the session's cookie. */
export const bySession = [{ session: [] }]
