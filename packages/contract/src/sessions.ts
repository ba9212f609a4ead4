import { type Static, Type } from 'typebox'
import { SESSION_PAGE_EXAMPLE } from './examples.ts'

/** One place where a person is signed in. The id names it and opens nothing. */
export const Session = Type.Object(
  {
    id: Type.String({ description: 'Opaque; not what is in the cookie.' }),
    isCurrent: Type.Boolean({ description: 'The one that this request came with.' }),
    createdAt: Type.String({ format: 'date-time', description: 'When the person signed in.' }),
    lastSeenAt: Type.String({ format: 'date-time', description: 'To the minute.' }),
    userAgent: Type.Union([Type.String({ maxLength: 300 }), Type.Null()], {
      description: 'What the browser called itself at sign-in, as sent; its first 300 characters.',
    }),
    ip: Type.Union([Type.String(), Type.Null()], { description: 'Where the sign-in came from.' }),
    door: Type.Enum(['entra', 'local'], { description: 'How the person signed in.' }),
  },
  { $id: 'Session', description: 'One place where a person is signed in.' },
)
export type Session = Static<typeof Session>

/** Where a person is signed in: the request’s own session first, then by last use. */
export const SessionPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Session>(Type.Ref('Session'))),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Null: all of them are on one page.',
    }),
  },
  {
    $id: 'SessionPage',
    description: 'The request’s own session first, then by last use.',
    examples: [SESSION_PAGE_EXAMPLE],
  },
)
export type SessionPage = Static<typeof SessionPage>

/** Names a session in a path. */
export const SessionPath = Type.Object({
  id: Type.String({
    maxLength: 100,
    pattern: '^[A-Za-z0-9_-]+$',
    description: '`id` of a listed session.',
    examples: [SESSION_PAGE_EXAMPLE.items[0]?.id],
  }),
})
export type SessionPath = Static<typeof SessionPath>

/** Which sessions end together. It has to be said: forgotten, it would end more than was meant. */
export const EndSessionsQuery = Type.Object(
  {
    scope: Type.Enum(['others'], { description: '`others`: all but the request’s own.' }),
  },
  { additionalProperties: false },
)
export type EndSessionsQuery = Static<typeof EndSessionsQuery>
