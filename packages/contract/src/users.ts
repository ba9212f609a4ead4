import { type Static, Type } from 'typebox'
import { USER_DETAIL_EXAMPLE, USER_PAGE_EXAMPLE } from './examples.ts'

const OptionalText = (description?: string) =>
  Type.Optional(
    Type.Union([Type.String(), Type.Null()], description === undefined ? {} : { description }),
  )
/** Where people come from. */
export const UserSource = Type.Enum(['graph', 'mirror'], {
  description: 'Asked of Microsoft just now (`graph`), or kept here (`mirror`).',
})
export const AsOf = Type.String({
  format: 'date-time',
  description: 'When it was so. What is kept here is never said to be fresher than it is.',
})
const OptionalFlag = (description: string) =>
  Type.Optional(Type.Union([Type.Boolean(), Type.Null()], { description }))

/** A person of the directory. A field the caller's permissions do not cover is absent, not null. */
export const User = Type.Object(
  {
    id: Type.String({ description: 'Object id in Microsoft Entra ID.' }),
    displayName: OptionalText(),
    userPrincipalName: OptionalText('The name that the person signs in with.'),
    mail: OptionalText('Their address; null where they have no mailbox.'),
    givenName: OptionalText(),
    surname: OptionalText(),
    jobTitle: OptionalText(),
    department: OptionalText(),
    accountEnabled: OptionalFlag('Whether the person can sign in.'),
    userType: OptionalText('`Member` or `Guest`.'),
    onPremisesSyncEnabled: OptionalFlag('True where the account is kept in Active Directory.'),
    createdAt: OptionalText('When the account was made.'),
  },
  {
    $id: 'User',
    description:
      'A person of the directory. A field the caller’s permissions do not cover is absent, not null.',
  },
)
export type User = Static<typeof User>

/** One person, with what their own page shows beyond the list. */
export const UserDetail = Type.Object(
  {
    ...User.properties,
    officeLocation: OptionalText('Where their desk is.'),
    mobilePhone: OptionalText('As the directory writes it.'),
    businessPhones: Type.Optional(
      Type.Array(Type.String(), { description: 'As the directory writes them.' }),
    ),
    preferredLanguage: OptionalText('A language tag (BCP 47).'),
  },
  {
    $id: 'UserDetail',
    description: 'One person, with what their own page shows beyond the list.',
    examples: [USER_DETAIL_EXAMPLE],
  },
)
export type UserDetail = Static<typeof UserDetail>

/**
 * Names a person in a path: object id or user principal name. Only what Entra allows in one
 * (https://learn.microsoft.com/entra/identity/authentication/howto-authentication-use-email-signin),
 * so that nothing in it can climb to another path; a guest's holds `#EXT#`.
 */
export const UserPath = Type.Object({
  id: Type.String({
    maxLength: 320,
    pattern: "^(?!\\.)(?!.*\\.\\.)[A-Za-z0-9._'!#^~&+-]+(@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)?$",
    description: 'Object id or user principal name.',
    examples: ['tom@contoso.test'],
  }),
})
export type UserPath = Static<typeof UserPath>

/** The sizes pictures come in. */
const PHOTO_SIZES = [48, 64, 96, 120, 240, 360, 432, 504, 648] as const
export type PhotoSize = (typeof PHOTO_SIZES)[number]

/** How a picture is asked for. */
export const PhotoQuery = Type.Object(
  {
    size: Type.Optional(
      // An enum alone has no type, and text from a query is only turned into a number for one.
      Type.Unsafe<PhotoSize>(
        Type.Integer({ enum: [...PHOTO_SIZES], description: 'Pixels a side; 240 unless given.' }),
      ),
    ),
    optional: Type.Optional(
      Type.Boolean({
        description: 'Answer 204 rather than 404 where there is none, or none to be had now.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type PhotoQuery = Static<typeof PhotoQuery>

/** One page of the directory. */
export const UserPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<User>(Type.Ref('User'))),
    nextCursor: Type.Union([Type.String(), Type.Null()], {
      description: 'For `cursor`; null on the last page.',
    }),
    total: Type.Union([Type.Integer(), Type.Null()], {
      description:
        'How many match in all. Of a list that comes from Microsoft only the first page knows.',
    }),
    source: UserSource,
    asOf: AsOf,
  },
  {
    $id: 'UserPage',
    description: 'One page of the directory.',
    examples: [USER_PAGE_EXAMPLE],
  },
)
export type UserPage = Static<typeof UserPage>
