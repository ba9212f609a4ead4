import type { User } from '@vestibule/client'

/** The columns of the list of people, in their order. */
export const USER_COLUMNS = [
  'displayName',
  'userPrincipalName',
  'jobTitle',
  'department',
  'userType',
  'accountEnabled',
  'createdAt',
] as const satisfies readonly (keyof User)[]

export type UserColumn = (typeof USER_COLUMNS)[number]

/**
 * The columns that nobody's row has. The API leaves out a field that the caller's permissions do not
 * cover, whereas an empty one is null; the name stands in every row, whatever else is missing.
 */
export function toMissingColumns(users: readonly User[]): UserColumn[] {
  if (users.length === 0) return []
  return USER_COLUMNS.filter(
    (column) => column !== 'displayName' && users.every((user) => user[column] === undefined),
  )
}

/** What to call a person: the name, else an address, else the id. */
export function toUserName({ displayName, userPrincipalName, mail, id }: User): string {
  return displayName?.trim() || userPrincipalName || mail || id
}
