import { type Static, Type } from 'typebox'

/** The fields a list can be ordered by; `-` in front turns the order round. */
export const USER_ORDER_FIELDS = [
  'displayName',
  'userPrincipalName',
  'mail',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'createdAt',
] as const
export type UserOrderField = (typeof USER_ORDER_FIELDS)[number]
export type UserOrder = UserOrderField | `-${UserOrderField}`

/** Those that Microsoft Graph can order a whole directory by. */
export const LIVE_ORDER_FIELDS = [
  'displayName',
  'userPrincipalName',
  'createdAt',
] as const satisfies readonly UserOrderField[]

/** The fields a list can be filtered by, and what each takes. */
export const USER_FILTER_FIELDS = {
  accountEnabled: 'boolean',
  userType: 'text',
  department: 'text',
  jobTitle: 'text',
  onPremisesSyncEnabled: 'boolean',
  createdAfter: 'date',
  createdBefore: 'date',
} as const
export type UserFilterField = keyof typeof USER_FILTER_FIELDS

const orderings = USER_ORDER_FIELDS.flatMap((field) => [field, `-${field}`] as const)

/** What narrows and orders a list of people. */
const selecting = {
  search: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Words, each of which is to be found. In what is kept here, anywhere in a name, an address, a job title, a department, an employee id or an object id, whatever the letters\u2019 case and accents; live, at the beginning of a name or an address.',
    }),
  ),
  filter: Type.Optional(
    Type.Array(Type.String({ minLength: 3, maxLength: 300 }), {
      maxItems: 10,
      description: `\`field:value\`, repeated to narrow further. Fields: ${Object.keys(USER_FILTER_FIELDS).join(', ')}. The last two take a day (\`2026-11-22\`) or an instant.`,
    }),
  ),
  source: Type.Optional(
    Type.Enum(['graph'], {
      description: '`graph` asks Microsoft, whatever is kept here.',
    }),
  ),
}
const OrderBy = Type.Optional(
  Type.Enum(orderings, {
    description: `\`-\` in front turns the order round. Live, only by ${LIVE_ORDER_FIELDS.join(', ')}.`,
  }),
)

export const ListUsersQuery = Type.Object(
  {
    ...selecting,
    orderBy: OrderBy,
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: 'Default 100.' })),
    cursor: Type.Optional(
      Type.String({
        maxLength: 4000,
        pattern: '^[A-Za-z0-9_.~=-]+$',
        description:
          '`nextCursor` of the page before, with the same other parameters. Nobody is left out or comes twice because others came or went meanwhile.',
      }),
    ),
    skip: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 10_000_000,
        description:
          'How many to pass over, to jump into the middle. Not together with `cursor`, and not live: Microsoft Graph cannot do it.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ListUsersQuery = Static<typeof ListUsersQuery>

/** Where somebody stands in a list. */
export const UserNeighboursQuery = Type.Object(
  { ...selecting, orderBy: OrderBy },
  { additionalProperties: false },
)
export type UserNeighboursQuery = Static<typeof UserNeighboursQuery>

/** A whole list as a file. */
export const ExportUsersQuery = Type.Object(
  {
    ...selecting,
    orderBy: OrderBy,
    format: Type.Optional(
      Type.Enum(['csv', 'ndjson'], {
        description: 'A table for spreadsheets, unless given; or one JSON object a line.',
      }),
    ),
    columns: Type.Optional(
      Type.Array(Type.Enum(['id', ...USER_ORDER_FIELDS]), {
        minItems: 1,
        maxItems: USER_ORDER_FIELDS.length + 1,
        uniqueItems: true,
        description: 'Which members, in which order; all unless given.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ExportUsersQuery = Static<typeof ExportUsersQuery>
