import { type Static, Type } from 'typebox'

/**
 * Every error code of the API: its HTTP status and the sentence used when nothing better is known.
 * Codes are stable; a removed or changed one is a new major of the API.
 * The body is RFC 9457 `application/problem+json`.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid.' },
  unauthenticated: { status: 401, title: 'You are not signed in.' },
  session_expired: { status: 401, title: 'Your session has ended.' },
  claims_challenge: { status: 401, title: 'Your organisation asks for a fresh sign-in.' },
  consent_required: { status: 403, title: 'A permission has not been granted yet.' },
  csrf: { status: 403, title: 'The request did not come from this application.' },
  forbidden: { status: 403, title: 'You may not do this.' },
  tenant_not_allowed: { status: 403, title: 'This organisation may not sign in here.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  payload_too_large: { status: 413, title: 'The request is too large.' },
  internal: { status: 500, title: 'Something went wrong on our side.' },
  upstream_unavailable: { status: 502, title: 'Microsoft could not be reached.' },
  upstream_throttled: { status: 503, title: 'Microsoft asks us to slow down.' },
  upstream_timeout: { status: 504, title: 'Microsoft took too long to answer.' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** What every failed call of the API answers. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'An address that explains the code.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.Enum(Object.keys(PROBLEMS) as ProblemCode[]),
    requestId: Type.String({ description: 'Quote it when you ask for help.' }),
    signInUrl: Type.Optional(
      Type.String({ description: 'Open it in the browser; add `returnTo` to come back.' }),
    ),
    scopes: Type.Optional(Type.Array(Type.String(), { description: 'The permissions missing.' })),
    retryAfterSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), message: Type.String() }), {
        description: 'The fields that were refused, each with a sentence.',
      }),
    ),
  },
  { $id: 'Problem' },
)
export type Problem = Static<typeof Problem>
