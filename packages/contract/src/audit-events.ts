import { type Static, Type } from 'typebox'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** Who did what to whom, when and why. Entries are only ever added, each chained to the one before. */
export const AuditEvent = Type.Object(
  {
    sequence: Type.Integer({ minimum: 1 }),
    at: Type.String({ format: 'date-time' }),
    actor: Type.Object({
      personId: Nullable(Type.String()),
      objectId: Nullable(Type.String()),
      name: Type.String(),
    }),
    action: Type.String({ description: 'Such as `account.disable` or `batch.accepted`.' }),
    target: Nullable(Type.Object({ id: Nullable(Type.String()), name: Type.String() })),
    outcome: Type.String(),
    reason: Nullable(Type.String()),
    details: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]),
    ),
    hash: Type.String({ description: 'SHA-256 of the entry before and this one.' }),
  },
  { $id: 'AuditEvent' },
)
export type AuditEvent = Static<typeof AuditEvent>

/** The newest first. */
export const AuditEventPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<AuditEvent>(Type.Ref('AuditEvent'))),
    nextCursor: Nullable(Type.String()),
  },
  { $id: 'AuditEventPage' },
)
export type AuditEventPage = Static<typeof AuditEventPage>

export const ListAuditEventsQuery = Type.Object(
  {
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'Default 100.' })),
    cursor: Type.Optional(Type.String({ maxLength: 20, pattern: '^[0-9]+$' })),
  },
  { additionalProperties: false },
)
export type ListAuditEventsQuery = Static<typeof ListAuditEventsQuery>
