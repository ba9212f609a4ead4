import { type Static, Type } from 'typebox'
import { ME_EXAMPLE, PREFERENCES_EXAMPLE } from './examples.ts'

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Text = (description?: string) =>
  Nullable(Type.String(description === undefined ? {} : { description }))
const Instant = (description: string) => Type.String({ format: 'date-time', description })

/** Where a role comes from. */
const RoleGrant = Type.Object({
  role: Type.String({ description: 'One of `roles`.' }),
  source: Type.Enum(['directory_role', 'licence', 'app_role'], {
    description: 'What of Microsoft’s gives it.',
  }),
  id: Type.String({ description: 'Template id of the directory role, SKU id, or app role value.' }),
})
export type RoleGrant = Static<typeof RoleGrant>

const Locale = () =>
  Type.String({
    maxLength: 35,
    pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
    description: 'A language tag (BCP 47), such as `fr`. Null: as the browser wishes.',
  })

const AccentColor = () =>
  Type.Enum(['blue', 'green', 'grey'], { description: 'The one colour that the pages have.' })
const Theme = () =>
  Type.Enum(['system', 'light', 'dark'], { description: '`system`: as the device is set.' })

/** How a person likes the pages. */
export const Preferences = Type.Object(
  {
    accentColor: AccentColor(),
    theme: Theme(),
    locale: Nullable(Locale()),
  },
  {
    $id: 'Preferences',
    description: 'How a person likes the pages.',
    examples: [PREFERENCES_EXAMPLE],
  },
)
export type Preferences = Static<typeof Preferences>

/** What is to change of them. */
export const PreferencesChange = Type.Object(
  {
    accentColor: Type.Optional(AccentColor()),
    theme: Type.Optional(Theme()),
    locale: Type.Optional(Nullable(Locale())),
  },
  { additionalProperties: false, examples: [{ theme: 'dark' }] },
)
export type PreferencesChange = Static<typeof PreferencesChange>

/** The signed-in person, from what their last sign-in stored. */
export const Me = Type.Object(
  {
    id: Type.String({ description: 'Opaque and stable; not the object id.' }),
    kind: Type.Enum(['local', 'entra', 'linked', 'app'], {
      description: 'Known by e-mail and password, through Microsoft, by both, or an application.',
    }),
    displayName: Type.String(),
    email: Nullable(Type.String({ description: 'Mail, else the user principal name.' })),
    roles: Type.Array(Type.String(), { description: '`Admin`, `Teacher`, `Student`, app roles.' }),
    roleGrants: Type.Array(RoleGrant, { description: 'Each role with where it comes from.' }),
    entra: Nullable(
      Type.Object(
        {
          objectId: Type.String({ description: 'The person’s id in their organisation.' }),
          tenantId: Type.String({ description: 'The organisation’s id.' }),
          userPrincipalName: Text('The name that they sign in with.'),
          mail: Text('Their address; null where they have no mailbox.'),
          givenName: Text(),
          surname: Text(),
          jobTitle: Text(),
          organization: Type.Object(
            { id: Type.String({ description: 'The same as `tenantId`.' }), displayName: Text() },
            { description: 'Who the account is of.' },
          ),
        },
        { description: 'The Microsoft account, if there is one.' },
      ),
    ),
    local: Nullable(
      Type.Object(
        { email: Type.String({ description: 'The address that it is signed in to with.' }) },
        { description: 'The account with e-mail and password, if there is one.' },
      ),
    ),
    photoUrl: Text('Where the picture is; null where there is none.'),
    preferences: Type.Unsafe<Preferences>(Type.Ref('Preferences')),
    linkOffer: Nullable(
      Type.Object(
        { email: Type.String({ description: 'The address of that account.' }) },
        {
          description:
            'A local account with the person’s address that is linked with nobody: theirs, if they know its password.',
        },
      ),
    ),
    session: Nullable(
      Type.Object(
        {
          createdAt: Instant('When the person signed in.'),
          idleExpiresAt: Instant('When it ends unless it is used before.'),
          expiresAt: Instant('When it ends in any case.'),
          door: Type.Enum(['entra', 'local'], { description: 'How the person signed in.' }),
        },
        { description: 'Null for a caller with a bearer token.' },
      ),
    ),
  },
  {
    $id: 'Me',
    description: 'The caller, from what their last sign-in stored or their token says.',
    examples: [ME_EXAMPLE],
  },
)
export type Me = Static<typeof Me>
