import { type Static, Type } from 'typebox'
import {
  SIGN_IN_ACTIVITY_EXAMPLE,
  USER_MEMBERSHIPS_EXAMPLE,
  USER_NEIGHBOURS_EXAMPLE,
  USERS_SUMMARY_EXAMPLE,
} from './user-insight-examples.ts'
import { AsOf, UserSource } from './users.ts'

type Schema = Parameters<typeof Type.Union>[0][number]
const Nullable = <T extends Schema>(schema: T, description?: string) =>
  Type.Union([schema, Type.Null()], description === undefined ? {} : { description })
const Count = (description: string) => Type.Integer({ minimum: 0, description })

/** How many people there are, by what tells them apart. */
export const UsersSummary = Type.Object(
  {
    total: Count('All.'),
    enabled: Count('Whose account is enabled.'),
    disabled: Count('Whose account is disabled.'),
    guests: Count('Of another organisation.'),
    synced: Count('Kept in Active Directory.'),
    departments: Nullable(
      Type.Array(
        Type.Object({
          department: Nullable(Type.String(), 'Null: those without one.'),
          enabled: Count('Whose account is enabled.'),
          disabled: Count('Whose account is disabled.'),
        }),
      ),
      'The largest first. Null where it is asked of Microsoft, who does not count so.',
    ),
    source: UserSource,
    asOf: AsOf,
  },
  {
    $id: 'UsersSummary',
    description: 'How many people there are, by what tells them apart.',
    examples: [USERS_SUMMARY_EXAMPLE],
  },
)
export type UsersSummary = Static<typeof UsersSummary>

/** Where somebody stands in a list, and who is beside them. */
export const UserNeighbours = Type.Object(
  {
    position: Nullable(Type.Integer({ minimum: 1 }), 'From 1; null where nobody can say.'),
    total: Nullable(Type.Integer({ minimum: 0 }), 'How many the list has.'),
    previousId: Nullable(Type.String(), 'Object id of who comes before.'),
    nextId: Nullable(Type.String(), 'Object id of who comes after.'),
  },
  {
    $id: 'UserNeighbours',
    description:
      'Where somebody stands in a list, and who is beside them; all null where they are not in it, or where no list is kept here.',
    examples: [USER_NEIGHBOURS_EXAMPLE],
  },
)
export type UserNeighbours = Static<typeof UserNeighbours>

const Named = Type.Object({
  id: Type.String({ description: 'Object id, of a role its template\u2019s id.' }),
  displayName: Nullable(Type.String(), 'Null where the caller may not read it.'),
})

/** What somebody belongs to and was given. */
export const UserMemberships = Type.Object(
  {
    groups: Type.Array(Named, { description: 'Direct memberships, by name.' }),
    directoryRoles: Type.Array(Named, { description: 'Active ones, by name.' }),
    licenses: Nullable(
      Type.Array(
        Type.Object({
          skuId: Type.String({ description: 'As Microsoft has it.' }),
          skuPartNumber: Type.String({ description: 'Such as `ENTERPRISEPACK`.' }),
        }),
      ),
      'Null where the caller may not read them.',
    ),
    isComplete: Type.Boolean({ description: 'False where there are more groups than are listed.' }),
  },
  {
    $id: 'UserMemberships',
    description: 'What somebody belongs to and was given.',
    examples: [USER_MEMBERSHIPS_EXAMPLE],
  },
)
export type UserMemberships = Static<typeof UserMemberships>

/** When somebody signed in last, anywhere in the organisation. */
export const SignInActivity = Type.Object(
  {
    lastSignInAt: Nullable(Type.String({ format: 'date-time' }), 'By themselves; null for never.'),
    lastNonInteractiveSignInAt: Nullable(
      Type.String({ format: 'date-time' }),
      'By a client on their behalf; null for never.',
    ),
  },
  {
    $id: 'SignInActivity',
    description: 'When somebody signed in last, anywhere in the organisation.',
    examples: [SIGN_IN_ACTIVITY_EXAMPLE],
  },
)
export type SignInActivity = Static<typeof SignInActivity>
