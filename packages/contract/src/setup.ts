import { type Static, Type } from 'typebox'
import { SETUP_EXAMPLE } from './examples.ts'

const Instant = (description: string) => Type.String({ format: 'date-time', description })
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** The parts of Vestibule that an organisation may choose among; the profile is always there. */
export const FEATURE_IDS = [
  'profile',
  'users',
  'mirror',
  'sign-ins',
  'batches',
  'groups',
  'mail',
  'directory',
  'application-batches',
] as const
export type FeatureId = (typeof FEATURE_IDS)[number]

/** A permission of Microsoft Graph, and how far it is known to be there. */
export const SetupPermission = Type.Object(
  {
    name: Type.String({ description: 'As Microsoft spells it, such as `User.Read.All`.' }),
    kind: Type.Enum(['delegated', 'application'], {
      description: 'Used as the person, or as the application itself.',
    }),
    asked: Type.Enum(['sign_in', 'when_needed', 'admin_consent'], {
      description: 'When the organisation is asked for it.',
    }),
    isConsented: Nullable(
      Type.Boolean({ description: 'What was answered; null while nothing was. Proves nothing.' }),
    ),
    provenAt: Nullable(
      Type.String({ format: 'date-time', description: 'When a call last passed.' }),
    ),
    probe: Type.Object(
      {
        outcome: Type.Enum(['passed', 'missing', 'unavailable'], {
          description:
            '`missing`: refused for want of the permission. `unavailable`: nobody can say now.',
        }),
        at: Instant('When it was made.'),
        code: Nullable(Type.String({ description: 'Microsoft’s own error code.' })),
      },
      { description: 'The call that was made for this answer.' },
    ),
  },
  {
    $id: 'SetupPermission',
    description: 'A permission of Microsoft Graph, and how far it is known to be there.',
  },
)
export type SetupPermission = Static<typeof SetupPermission>

/** Something besides permissions that has to be right, tried just now. */
export const SetupCheck = Type.Object(
  {
    id: Type.Enum(['authority', 'clock', 'credential', 'redirect_uris', 'database', 'proxy'], {
      description: 'What was tried.',
    }),
    outcome: Type.Enum(['passed', 'failed', 'unavailable'], {
      description: '`unavailable`: nobody can say now.',
    }),
    reason: Nullable(
      Type.Enum(
        [
          'authority_unreachable',
          'authority_mismatch',
          'clock_differs',
          'credential_refused',
          'credential_expired',
          'credential_expiring',
          'redirect_uri_unregistered',
          'redirect_uri_untold',
          'database_unreachable',
          'database_new',
          'database_behind',
          'database_keys_differ',
          'proxy_unreachable',
        ],
        { description: 'What is to be said of it; null where there is nothing.' },
      ),
    ),
    subject: Nullable(
      Type.String({
        description:
          'What the reason is about: an address, Microsoft’s error code, a number of seconds or days.',
      }),
    ),
  },
  {
    $id: 'SetupCheck',
    description: 'Something besides permissions that has to be right, tried just now.',
  },
)
export type SetupCheck = Static<typeof SetupCheck>

/** What each feature needs of the organisation, proved by a call just made. */
export const Setup = Type.Object(
  {
    tenantId: Type.String({ description: 'The organisation’s id.' }),
    credential: Type.Object(
      {
        kind: Type.Enum(['secret', 'certificate'], {
          description: 'What this application proves itself with to Microsoft.',
        }),
        thumbprint: Nullable(
          Type.String({ description: 'SHA-256 in base64url, as in `x5t#S256`.' }),
        ),
        expiresAt: Nullable(Instant('Null for a secret, which does not say.')),
        daysLeft: Nullable(
          Type.Integer({ description: 'Whole days; below 0 once it has expired.' }),
        ),
        state: Type.Enum(['ok', 'expiring', 'expired'], {
          description: 'Whether somebody has to renew it.',
        }),
      },
      { description: 'How this application proves itself to Microsoft.' },
    ),
    adminConsent: Type.Object(
      {
        url: Type.String({ description: 'Open it in the browser to ask an administrator.' }),
        answer: Nullable(
          Type.Enum(['granted', 'refused'], {
            description: 'The last one; null while there is none.',
          }),
        ),
        answeredAt: Nullable(Instant('When that was.')),
      },
      { description: 'What an administrator was asked for, for everybody.' },
    ),
    checks: Type.Array(Type.Unsafe<SetupCheck>(Type.Ref('SetupCheck')), {
      description: 'What has to be right besides permissions.',
    }),
    features: Type.Array(
      Type.Object({
        id: Type.Enum([...FEATURE_IDS], { description: 'A part of this application.' }),
        permissions: Type.Array(Type.Unsafe<SetupPermission>(Type.Ref('SetupPermission')), {
          description: 'What it needs.',
        }),
      }),
      { description: 'Each part of this application that was chosen, with what it needs.' },
    ),
    checkedAt: Instant('When this answer was made.'),
  },
  {
    $id: 'Setup',
    description: 'What each feature needs of the organisation, proved by a call just made.',
    examples: [SETUP_EXAMPLE],
  },
)
export type Setup = Static<typeof Setup>
