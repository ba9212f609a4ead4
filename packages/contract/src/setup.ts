import { type Static, Type } from 'typebox'

const Instant = () => Type.String({ format: 'date-time' })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** A permission of Microsoft Graph, and how far it is known to be there. */
export const SetupPermission = Type.Object(
  {
    name: Type.String({ description: 'As Microsoft spells it, such as `User.Read.All`.' }),
    kind: Type.Enum(['delegated', 'application']),
    asked: Type.Enum(['sign_in', 'when_needed', 'admin_consent'], {
      description: 'When the organisation is asked for it.',
    }),
    isConsented: Nullable(
      Type.Boolean({ description: 'What was answered; null while nothing was. Proves nothing.' }),
    ),
    provenAt: Nullable(
      Type.String({ format: 'date-time', description: 'When a call last passed.' }),
    ),
    probe: Type.Object({
      outcome: Type.Enum(['passed', 'missing', 'unavailable'], {
        description:
          '`missing`: refused for want of the permission. `unavailable`: nobody can say now.',
      }),
      at: Instant(),
      code: Nullable(Type.String({ description: 'Microsoft’s own error code.' })),
    }),
  },
  { $id: 'SetupPermission' },
)
export type SetupPermission = Static<typeof SetupPermission>

/** What each feature needs of the organisation, proved by a call just made. */
export const Setup = Type.Object(
  {
    tenantId: Type.String(),
    credential: Type.Object({
      kind: Type.Enum(['secret', 'certificate']),
      thumbprint: Nullable(Type.String({ description: 'SHA-256 in base64url, as in `x5t#S256`.' })),
      expiresAt: Nullable(Instant()),
      daysLeft: Nullable(Type.Integer()),
      state: Type.Enum(['ok', 'expiring', 'expired']),
    }),
    adminConsent: Type.Object({
      url: Type.String({ description: 'Open it in the browser to ask an administrator.' }),
      answer: Nullable(Type.Enum(['granted', 'refused'])),
      answeredAt: Nullable(Instant()),
    }),
    features: Type.Array(
      Type.Object({
        id: Type.Enum(['profile', 'users', 'batches', 'directory']),
        permissions: Type.Array(Type.Unsafe<SetupPermission>(Type.Ref('SetupPermission'))),
      }),
    ),
    checkedAt: Instant(),
  },
  { $id: 'Setup' },
)
export type Setup = Static<typeof Setup>
