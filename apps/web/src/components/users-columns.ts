import type { User } from '@vestibule/client'

/** What a list of people can show of each, in the order in which it is offered. */
export const USER_COLUMNS = [
  'displayName',
  'userPrincipalName',
  'mail',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'userType',
  'accountEnabled',
  'onPremisesSyncEnabled',
  'createdAt',
] as const satisfies readonly (keyof User)[]

export type UserColumn = (typeof USER_COLUMNS)[number]

/** What it shows of them until somebody chooses. */
export const DEFAULT_COLUMNS: readonly UserColumn[] = [
  'displayName',
  'userPrincipalName',
  'jobTitle',
  'department',
  'userType',
  'accountEnabled',
  'createdAt',
]

/**
 * Reads a choice of columns; what it does not know it leaves out. The name stands first in every one.
 *
 * @returns undefined where there is none
 */
export function readColumns(raw: unknown): UserColumn[] | undefined {
  const given: unknown[] = Array.isArray(raw) ? raw : [raw]
  const known = given.filter(isColumn)
  if (known.length === 0) return undefined
  return [...new Set<UserColumn>(['displayName', ...known])]
}

/**
 * The columns that nobody's row has. The API leaves out a field that the caller's permissions do not
 * cover, whereas an empty one is null; the name stands in every row, whatever else is missing.
 */
export function toMissingColumns(
  users: readonly User[],
  columns: readonly UserColumn[],
): UserColumn[] {
  if (users.length === 0) return []
  return columns.filter(
    (column) => column !== 'displayName' && users.every((user) => user[column] === undefined),
  )
}

/** What to call a person: the name, else an address, else the id. */
export function toUserName({ displayName, userPrincipalName, mail, id }: User): string {
  return displayName?.trim() || userPrincipalName || mail || id
}

function isColumn(value: unknown): value is UserColumn {
  return USER_COLUMNS.some((column) => column === value)
}
