import { type Static, Type } from 'typebox'

const OptionalText = () => Type.Optional(Type.Union([Type.String(), Type.Null()]))

/** A person of the directory. A field the caller's permissions do not cover is absent, not null. */
export const User = Type.Object(
  {
    id: Type.String(),
    displayName: OptionalText(),
    userPrincipalName: OptionalText(),
    mail: OptionalText(),
    givenName: OptionalText(),
    surname: OptionalText(),
    jobTitle: OptionalText(),
    department: OptionalText(),
    accountEnabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    userType: OptionalText(),
    onPremisesSyncEnabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
    createdAt: OptionalText(),
  },
  { $id: 'User' },
)
export type User = Static<typeof User>

const Text = Type.Union([Type.String(), Type.Null()])

/** One person, with what their own page shows beyond the list. */
export const UserDetail = Type.Object(
  {
    ...User.properties,
    officeLocation: Type.Optional(Text),
    mobilePhone: Type.Optional(Text),
    businessPhones: Type.Optional(Type.Array(Type.String())),
    preferredLanguage: Type.Optional(Text),
  },
  { $id: 'UserDetail' },
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

/** The fields the live directory can be ordered by; `-` in front turns the order round. */
export const USER_ORDER_FIELDS = ['displayName', 'userPrincipalName', 'createdAt'] as const

/** The fields a list can be filtered by, and what each takes. */
export const USER_FILTER_FIELDS = {
  accountEnabled: 'boolean',
  userType: 'text',
  department: 'text',
  jobTitle: 'text',
  onPremisesSyncEnabled: 'boolean',
} as const
export type UserFilterField = keyof typeof USER_FILTER_FIELDS

const orderings = USER_ORDER_FIELDS.flatMap((field) => [field, `-${field}`] as const)

export const ListUsersQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({ minLength: 1, maxLength: 200, description: 'Words of a name or an address.' }),
    ),
    filter: Type.Optional(
      Type.Array(Type.String({ minLength: 3, maxLength: 300 }), {
        maxItems: 10,
        description: `\`field:value\`, repeated to narrow further. Fields: ${Object.keys(USER_FILTER_FIELDS).join(', ')}.`,
      }),
    ),
    orderBy: Type.Optional(Type.Enum(orderings)),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: 'Default 100.' })),
    cursor: Type.Optional(
      Type.String({
        maxLength: 4000,
        pattern: '^[A-Za-z0-9_.~=-]+$',
        description: '`nextCursor` of the page before, with the same other parameters.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ListUsersQuery = Static<typeof ListUsersQuery>

/** One page of the directory. */
export const UserPage = Type.Object(
  {
    items: Type.Array(Type.Unsafe<User>(Type.Ref('User'))),
    nextCursor: Type.Union([Type.String(), Type.Null()]),
    total: Type.Union([Type.Integer(), Type.Null()], {
      description: 'How many match in all; only the first page of a list knows.',
    }),
    source: Type.Enum(['graph', 'mirror']),
    asOf: Type.String({ format: 'date-time' }),
  },
  { $id: 'UserPage' },
)
export type UserPage = Static<typeof UserPage>
