import { type Static, Type } from 'typebox'
import { PROBLEM_EXAMPLE } from './examples.ts'

/**
 * Every error code of the API: its HTTP status, the sentence used when nothing better is known, and
 * what a caller can do about it.
 * Codes are stable; a removed or changed one is a new major of the API.
 * The body is RFC 9457 `application/problem+json`.
 */
export const PROBLEMS = {
  invalid_request: {
    status: 400,
    title: 'The request is not valid.',
    help: 'Read `errors`: each names a field and says what it must be. Nothing was changed.',
  },
  unauthenticated: {
    status: 401,
    title: 'You are not signed in.',
    help: 'Sign in: open `signInUrl` in the browser.',
  },
  session_expired: {
    status: 401,
    title: 'Your session has ended.',
    help: 'Sign in again: open `signInUrl` in the browser. Sessions end after a while, when they are not used, and when the organisation ends them.',
  },
  claims_challenge: {
    status: 401,
    title: 'Your organisation asks for a fresh sign-in.',
    help: 'Open `signInUrl` in the browser: the organisation wants to see who you are once more.',
  },
  consent_required: {
    status: 403,
    title: 'A permission has not been granted yet.',
    help: 'Open `signInUrl` in the browser to grant the permissions in `scopes`, or ask an administrator to grant them for everybody.',
  },
  step_up_required: {
    status: 403,
    title: 'Confirm that it is you.',
    help: 'Open `signInUrl` in the browser and sign in once more: what you want to do needs a recent sign-in. Nothing was changed.',
  },
  csrf: {
    status: 403,
    title: 'The request did not come from this application.',
    help: 'Send the header `X-CSRF: 1` from the application’s own origin.',
  },
  entra_account_required: {
    status: 403,
    title: 'This needs a Microsoft account.',
    help: 'Link your account with a Microsoft account on the Security page. If it is linked already, sign in through Microsoft: open `signInUrl` in the browser.',
  },
  forbidden: {
    status: 403,
    title: 'You may not do this.',
    help: 'Your account lacks the role or the permission. An administrator of your organisation can give it.',
  },
  mailbox_denied: {
    status: 403,
    title: 'Exchange keeps this application out of this mailbox.',
    help: 'Whoever runs Exchange can name the mailbox in RBAC for Applications, or in the application access policy.',
  },
  mailbox_not_listed: {
    status: 403,
    title: 'This mailbox is not among those that may be opened here.',
    help: 'Whoever runs this application can add it to `MAILBOX_ALLOW_LIST`.',
  },
  tenant_not_allowed: {
    status: 403,
    title: 'This organisation may not sign in here.',
    help: 'Sign in with an account of an organisation that uses this application.',
  },
  not_found: {
    status: 404,
    title: 'There is nothing here.',
    help: 'Check the address and the id.',
  },
  not_there_yet: {
    status: 404,
    title: 'Microsoft does not find this person yet.',
    help: 'They were made minutes ago, and are not known everywhere at Microsoft yet, or have been deleted since. Wait `retryAfterSeconds` seconds and try again.',
  },
  no_directory: {
    status: 404,
    title: 'Customers have no directory.',
    help: 'People, groups and mailboxes are there for accounts of an organisation alone.',
  },
  no_drive: {
    status: 404,
    title: 'This group has no documents.',
    help: 'Only a Microsoft 365 group has a document library, and a new one only after a while.',
  },
  no_conversations: {
    status: 404,
    title: 'This group has no conversations.',
    help: 'Only a Microsoft 365 group has a mailbox for conversations, and a new one only after a while.',
  },
  mailbox_missing: {
    status: 404,
    title: 'This person has no mailbox.',
    help: 'A mailbox comes with a licence for Exchange Online. One that is kept on premises cannot be read.',
  },
  conflict: {
    status: 409,
    title: 'This does not fit with what is there already.',
    help: 'Read `detail`: it names what stands in the way. Nothing was changed.',
  },
  payload_too_large: {
    status: 413,
    title: 'The request is too large.',
    help: 'Send less at once.',
  },
  rate_limited: {
    status: 429,
    title: 'That was tried too often.',
    help: 'Wait `retryAfterSeconds` seconds and try again.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side.',
    help: 'Try again later. If it stays, quote `requestId` to whoever runs this application.',
  },
  not_configured: {
    status: 501,
    title: 'This is not set up here.',
    help: '`detail` names what is missing. Whoever runs this application can set it up.',
  },
  app_consent_required: {
    status: 501,
    title: 'This application lacks a permission of its own.',
    help: 'An administrator of the organisation can grant the application permissions in `scopes`, on the page Setup.',
  },
  app_credential_refused: {
    status: 501,
    title: 'Microsoft does not accept this application’s certificate or secret.',
    help: 'Whoever runs this application can replace it; the page Setup says until when it is good.',
  },
  upstream_unavailable: {
    status: 502,
    title: 'Microsoft could not be reached.',
    help: 'Try again in a moment. Nothing is wrong with your account.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is going on at the moment.',
    help: 'Wait `retryAfterSeconds` seconds and try again. Nothing was changed.',
  },
  upstream_throttled: {
    status: 503,
    title: 'Microsoft asks us to slow down.',
    help: 'Wait `retryAfterSeconds` seconds and try again.',
  },
  upstream_timeout: {
    status: 504,
    title: 'Microsoft took too long to answer.',
    help: 'Try again in a moment. Nothing is wrong with your account.',
  },
} as const

export type ProblemCode = keyof typeof PROBLEMS

/** What every failed call of the API answers. */
export const Problem = Type.Object(
  {
    type: Type.String({ description: 'An address that explains the code.' }),
    title: Type.String({ description: 'What the code says, always in the same words.' }),
    status: Type.Integer({ description: 'The status of the reply.' }),
    detail: Type.String({ description: 'A sentence for a person, about this very request.' }),
    code: Type.Enum(Object.keys(PROBLEMS) as ProblemCode[], {
      description: 'What a program decides by.',
    }),
    requestId: Type.String({ description: 'Quote it when you ask for help.' }),
    signInUrl: Type.Optional(
      Type.String({ description: 'Open it in the browser; add `returnTo` to come back.' }),
    ),
    claims: Type.Optional(
      Type.String({
        description:
          'For a caller with a bearer token: ask for a new one with this JSON as the `claims` parameter.',
      }),
    ),
    scopes: Type.Optional(Type.Array(Type.String(), { description: 'The permissions missing.' })),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Wait so long; also the header `Retry-After`.' }),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          path: Type.String({ description: 'The field: a name, or a JSON pointer into the body.' }),
          message: Type.String({ description: 'What is wrong with it.' }),
        }),
        { description: 'The fields that were refused, each with a sentence.' },
      ),
    ),
  },
  { $id: 'Problem', description: 'What went wrong (RFC 9457).', examples: [PROBLEM_EXAMPLE] },
)
export type Problem = Static<typeof Problem>
