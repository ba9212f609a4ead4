import { type Static, Type } from 'typebox'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Text = () => Nullable(Type.String())
const Instant = () => Type.String({ format: 'date-time' })

/** Where a role comes from. */
const RoleGrant = Type.Object({
  role: Type.String(),
  source: Type.Enum(['directory_role', 'licence', 'app_role']),
  id: Type.String({ description: 'Template id of the directory role, SKU id, or app role value.' }),
})
export type RoleGrant = Static<typeof RoleGrant>

const Locale = () =>
  Type.String({
    maxLength: 35,
    pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
    description: 'A language tag (BCP 47), such as `fr`. Null: as the browser wishes.',
  })

/** How a person likes the pages. */
export const Preferences = Type.Object(
  {
    accentColor: Type.Enum(['blue', 'green', 'grey']),
    theme: Type.Enum(['system', 'light', 'dark']),
    locale: Nullable(Locale()),
  },
  { $id: 'Preferences' },
)
export type Preferences = Static<typeof Preferences>

/** What is to change of them. */
export const PreferencesChange = Type.Object(
  {
    accentColor: Type.Optional(Type.Enum(['blue', 'green', 'grey'])),
    theme: Type.Optional(Type.Enum(['system', 'light', 'dark'])),
    locale: Type.Optional(Nullable(Locale())),
  },
  { additionalProperties: false },
)
export type PreferencesChange = Static<typeof PreferencesChange>

/** The signed-in person, from what their last sign-in stored. */
export const Me = Type.Object(
  {
    id: Type.String({ description: 'Opaque and stable; not the object id.' }),
    kind: Type.Enum(['local', 'entra', 'linked', 'app']),
    displayName: Type.String(),
    email: Nullable(Type.String({ description: 'Mail, else the user principal name.' })),
    roles: Type.Array(Type.String(), { description: '`Admin`, `Teacher`, `Student`, app roles.' }),
    roleGrants: Type.Array(RoleGrant, { description: 'Each role with where it comes from.' }),
    entra: Nullable(
      Type.Object({
        objectId: Type.String(),
        tenantId: Type.String(),
        userPrincipalName: Text(),
        mail: Text(),
        givenName: Text(),
        surname: Text(),
        jobTitle: Text(),
        organization: Type.Object({ id: Type.String(), displayName: Text() }),
      }),
    ),
    local: Nullable(Type.Object({ email: Type.String() })),
    photoUrl: Text(),
    preferences: Type.Unsafe<Preferences>(Type.Ref('Preferences')),
    linkOffer: Nullable(
      Type.Object(
        { email: Type.String() },
        {
          description:
            'A local account with the person’s address that is linked with nobody: theirs, if they know its password.',
        },
      ),
    ),
    session: Nullable(
      Type.Object({
        createdAt: Instant(),
        idleExpiresAt: Instant(),
        expiresAt: Instant(),
        door: Type.Enum(['entra', 'local'], { description: 'How the person signed in.' }),
      }),
    ),
  },
  { $id: 'Me' },
)
export type Me = Static<typeof Me>
