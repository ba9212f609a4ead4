import { type Static, Type } from 'typebox'
import {
  USER_BATCH_EXAMPLE,
  USER_BATCH_ITEM_PAGE_EXAMPLE,
  USER_BATCH_PAGE_EXAMPLE,
  USER_BATCH_REQUEST_EXAMPLE,
} from './examples.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Instant = (description: string) => Type.String({ format: 'date-time', description })
const NextCursor = () =>
  Nullable(Type.String({ description: 'For `cursor`; null on the last page.' }))

export const BATCH_ACTIONS = ['query', 'disable', 'enable'] as const
const Action = () =>
  Type.Enum([...BATCH_ACTIONS], { description: '`query`: look them up and change nothing.' })

/** What an item of a batch can come to. */
export const ITEM_OUTCOMES = [
  'succeeded',
  'unchanged',
  'willBeReverted',
  'refused',
  'notFound',
  'failed',
  'cancelled',
] as const
export type ItemOutcome = (typeof ITEM_OUTCOMES)[number]

/** Why an item came to what it did, where the outcome alone does not say it; else Graph's own code. */
export const ITEM_CODES = {
  yourself: 'This is your own account.',
  protected: 'This account is protected: whoever runs this application has said so.',
  last_administrator: 'No other enabled Global Administrator would be left.',
  ambiguous: 'Several accounts have this address. Give the object id or the user principal name.',
  not_understood: 'This is neither an address nor an object id.',
  duplicate: 'The same account stands further up in the list.',
  synced_from_ad: 'The account is kept in Active Directory, which will take the change back.',
  changed_since: 'Somebody has changed the account since: it is left as it is.',
  revoke_failed: 'The account is disabled, but its sign-in sessions could not be ended.',
  uncertain: 'The batch ended while this account was being changed. Look it up.',
} as const
export type ItemCode = keyof typeof ITEM_CODES

/** What is asked of a batch. */
export const UserBatchRequest = Type.Object(
  {
    action: Action(),
    users: Type.Optional(
      Type.Array(Type.String({ maxLength: 500 }), {
        minItems: 1,
        description: 'User principal names, mail addresses or object ids.',
      }),
    ),
    selection: Type.Optional(
      Type.Object(
        {
          search: Type.Optional(
            Type.String({ minLength: 1, maxLength: 200, description: 'As in `GET /api/users`.' }),
          ),
          filter: Type.Optional(
            Type.Array(Type.String({ minLength: 3, maxLength: 300 }), {
              maxItems: 10,
              description: 'As in `GET /api/users`.',
            }),
          ),
          source: Type.Optional(Type.Enum(['graph'], { description: 'As in `GET /api/users`.' })),
        },
        {
          additionalProperties: false,
          description: 'Instead of `users`: everybody whom `GET /api/users` would list now.',
        },
      ),
    ),
    reason: Type.Optional(
      Type.String({ maxLength: 500, description: 'Wanted where accounts are changed.' }),
    ),
    revokeSessions: Type.Optional(
      Type.Boolean({ description: 'With `disable`: end the sign-in sessions as well.' }),
    ),
    dryRun: Type.Optional(Type.Boolean({ description: 'Look and judge, and change nothing.' })),
  },
  { additionalProperties: false, examples: [USER_BATCH_REQUEST_EXAMPLE] },
)
export type UserBatchRequest = Static<typeof UserBatchRequest>

/** The same beside a CSV file. */
export const UserBatchCsvQuery = Type.Object(
  {
    action: Type.Optional(
      Type.Enum([...BATCH_ACTIONS], { description: 'With `text/csv`; else it is in the body.' }),
    ),
    reason: Type.Optional(
      Type.String({ maxLength: 500, description: 'With `text/csv`; else it is in the body.' }),
    ),
    revokeSessions: Type.Optional(
      Type.Boolean({ description: 'With `text/csv`; else it is in the body.' }),
    ),
    dryRun: Type.Optional(
      Type.Boolean({ description: 'With `text/csv`; else it is in the body.' }),
    ),
  },
  { additionalProperties: false, description: 'With `text/csv`: what the body cannot say.' },
)
export type UserBatchCsvQuery = Static<typeof UserBatchCsvQuery>

const Count = (description: string) => Type.Integer({ minimum: 0, description })

/** Many accounts that are, or were, acted on. */
export const UserBatch = Type.Object(
  {
    id: Type.String({ description: 'For the addresses under `/api/user-batches/`.' }),
    action: Action(),
    status: Type.Enum(['queued', 'running', 'paused', 'completed', 'cancelled'], {
      description: 'The last two are final.',
    }),
    pauseReason: Nullable(
      Type.Enum(['sign_in_required', 'consent_required', 'claims_challenge'], {
        description: 'Why it waits for its person. It goes on after they have signed in again.',
      }),
    ),
    counts: Type.Object(
      {
        total: Count('All of them.'),
        pending: Count('Not yet done.'),
        succeeded: Count('Changed, or found where nothing was to be changed.'),
        unchanged: Count('As wanted before.'),
        willBeReverted: Count('Changed, but Active Directory will take it back.'),
        refused: Count('Not to be changed, by our rules or Microsoft’s.'),
        notFound: Count('Nobody has this address or id.'),
        failed: Count('Tried in vain.'),
        cancelled: Count('Left out, as the batch was stopped before.'),
      },
      { description: 'How many accounts have come to what.' },
    ),
    createdBy: Type.Object(
      { id: Type.String({ description: '`id` of `GET /api/me`.' }), displayName: Type.String() },
      { description: 'Who asked for it.' },
    ),
    reason: Nullable(Type.String({ description: 'As it was given.' })),
    revokeSessions: Type.Boolean({ description: 'Sign-in sessions are ended as well.' }),
    dryRun: Type.Boolean({ description: 'Nothing is changed.' }),
    undoOf: Nullable(Type.String({ description: 'The batch whose changes it takes back.' })),
    retryOf: Nullable(Type.String({ description: 'The batch whose failures it tries again.' })),
    throttledUntil: Nullable(
      Type.String({ format: 'date-time', description: 'Microsoft asked for a pause until then.' }),
    ),
    waitsFor: Nullable(
      Type.Enum(['storage'], {
        description:
          'What it waits for to go on by itself. `storage`: the disk of the server’s database is full.',
      }),
    ),
    createdAt: Instant('When it was asked for.'),
    startedAt: Nullable(Instant('When the first account was looked at.')),
    finishedAt: Nullable(Instant('When it ended.')),
  },
  {
    $id: 'UserBatch',
    description: 'Many accounts that are, or were, acted on.',
    examples: [USER_BATCH_EXAMPLE],
  },
)
export type UserBatch = Static<typeof UserBatch>

/** A tenant's batches, the newest first. */
export const UserBatchPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<UserBatch>(Type.Ref('UserBatch'))),
    nextCursor: NextCursor(),
  },
  {
    $id: 'UserBatchPage',
    description: 'The organisation’s batches, the newest first.',
    examples: [USER_BATCH_PAGE_EXAMPLE],
  },
)
export type UserBatchPage = Static<typeof UserBatchPage>

/** One account of a batch. */
export const UserBatchItem = Type.Object(
  {
    line: Type.Integer({ minimum: 1, description: 'Its place in the list.' }),
    input: Type.String({ description: 'As it was given.' }),
    userId: Nullable(Type.String({ description: 'Object id; null where nobody was found.' })),
    userPrincipalName: Nullable(Type.String({ description: 'The name they sign in with.' })),
    displayName: Nullable(Type.String()),
    outcome: Type.Enum(['pending', ...ITEM_OUTCOMES], { description: 'What it has come to.' }),
    before: Nullable(Type.Boolean({ description: '`accountEnabled` before the change.' })),
    after: Nullable(Type.Boolean({ description: '`accountEnabled` after the change.' })),
    jobTitle: Nullable(Type.String()),
    userType: Nullable(Type.String({ description: '`Member` or `Guest`.' })),
    directoryRoles: Nullable(
      Type.Array(Type.String(), {
        description: 'Names of the directory roles it has; null where nobody asked, as in a query.',
      }),
    ),
    accountEnabled: Nullable(Type.Boolean({ description: 'As it was when the batch looked.' })),
    code: Nullable(Type.String({ description: 'One of ours, or Graph’s own error code.' })),
    message: Nullable(Type.String({ description: 'The same as a sentence.' })),
    graphRequestId: Nullable(Type.String({ description: 'To quote to Microsoft’s support.' })),
    attempts: Count('How often the change was asked for.'),
    at: Nullable(Instant('When it came to its outcome.')),
  },
  { $id: 'UserBatchItem', description: 'One account of a batch.' },
)
export type UserBatchItem = Static<typeof UserBatchItem>

export const UserBatchItemPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<UserBatchItem>(Type.Ref('UserBatchItem'))),
    nextCursor: NextCursor(),
  },
  {
    $id: 'UserBatchItemPage',
    description: 'The accounts of a batch, in the order of their lines.',
    examples: [USER_BATCH_ITEM_PAGE_EXAMPLE],
  },
)
export type UserBatchItemPage = Static<typeof UserBatchItemPage>

export const UserBatchPath = Type.Object({
  id: Type.String({
    maxLength: 100,
    pattern: '^[A-Za-z0-9_-]+$',
    description: '`id` of a batch.',
    examples: [USER_BATCH_EXAMPLE.id],
  }),
})
export type UserBatchPath = Static<typeof UserBatchPath>

const Cursor = () =>
  Type.String({
    maxLength: 200,
    pattern: '^[A-Za-z0-9_-]+$',
    description: '`nextCursor` of the page before, with the same other parameters.',
  })

export const ListUserBatchesQuery = Type.Object(
  {
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Default 50.' })),
    cursor: Type.Optional(Cursor()),
  },
  { additionalProperties: false },
)
export type ListUserBatchesQuery = Static<typeof ListUserBatchesQuery>

export const ListUserBatchItemsQuery = Type.Object(
  {
    outcome: Type.Optional(
      Type.Array(Type.Enum(['pending', ...ITEM_OUTCOMES]), {
        maxItems: 8,
        description: 'Repeat it to see several.',
      }),
    ),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'Default 100.' })),
    cursor: Type.Optional(Cursor()),
  },
  { additionalProperties: false },
)
export type ListUserBatchItemsQuery = Static<typeof ListUserBatchItemsQuery>

/** So that a request may be sent twice: the same key with the same request answers the same batch. */
export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'The same key with the same request answers the same batch, for 24 hours; with another one 409.',
    }),
  ),
})
export type IdempotencyHeaders = Static<typeof IdempotencyHeaders>
