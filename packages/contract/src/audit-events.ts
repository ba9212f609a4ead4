import { type Static, Type } from 'typebox'
import { AUDIT_EVENT_PAGE_EXAMPLE } from './examples.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** Who did what to whom, when and why. Entries are only ever added, each chained to the one before. */
export const AuditEvent = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1, description: 'Counts the entries of all organisations.' }),
    at: Type.String({ format: 'date-time', description: 'When it was written.' }),
    actor: Type.Object(
      {
        personId: Nullable(Type.String({ description: '`id` of `GET /api/me`.' })),
        objectId: Nullable(Type.String({ description: 'In Microsoft Entra ID.' })),
        name: Type.String({ description: 'As it was then.' }),
      },
      { description: 'Who did it.' },
    ),
    action: Type.String({ description: 'Such as `account.disable` or `batch.accepted`.' }),
    target: Nullable(
      Type.Object(
        {
          id: Nullable(Type.String({ description: 'Object id or the id of a batch.' })),
          name: Type.String({ description: 'As it was then, or as it was given.' }),
        },
        { description: 'To whom or what.' },
      ),
    ),
    outcome: Type.String({ description: 'Such as `accepted` or, of an account, its outcome.' }),
    reason: Nullable(Type.String({ description: 'What whoever did it gave as the reason.' })),
    details: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
      { description: 'More, by the kind of action.' },
    ),
    hash: Type.String({ description: 'SHA-256 of the entry before and this one.' }),
  },
  { $id: 'AuditEvent', description: 'Who did what to whom, when and why.' },
)
export type AuditEvent = Static<typeof AuditEvent>

/** The newest first. */
export const AuditEventPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<AuditEvent>(Type.Ref('AuditEvent'))),
    nextCursor: Nullable(Type.String({ description: 'For `cursor`; null on the last page.' })),
  },
  {
    $id: 'AuditEventPage',
    description: 'The newest first.',
    examples: [AUDIT_EVENT_PAGE_EXAMPLE],
  },
)
export type AuditEventPage = Static<typeof AuditEventPage>

export const ListAuditEventsQuery = Type.Object(
  {
    target: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        pattern: '^[A-Za-z0-9-]+$',
        description: 'Only entries about this person or batch, by `id` of their `target`.',
      }),
    ),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 100.' })),
    cursor: Type.Optional(
      Type.String({
        maxLength: 20,
        pattern: '^[0-9]+$',
        description: '`nextCursor` of the page before.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ListAuditEventsQuery = Static<typeof ListAuditEventsQuery>
