import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { MirrorChange, MirroredUser } from './directory-mirror.ts'
import { foldCase, foldText } from './fold-text.ts'
import type { MirroredTextTable, MirroredUserTable } from './tables/mirrored-user.table.ts'

/** After every other text, bytewise: who has none is at the end. */
const ABSENT = '\u{10ffff}'
/** Before every other character: a shorter value comes first, whatever follows. */
const THEN = '\u0001'
/** Keys stand in indexes, of which PostgreSQL takes no more than 2704 bytes a row. */
const KEY_LENGTH = 120

/** Somebody's row and what is searched of them. */
export interface MirroredRows {
  user: MirroredUserTable
  text: MirroredTextTable
}

export function toMirroredRows(
  told: MirroredUser,
  { key, mirror }: { key: number; mirror: number },
): MirroredRows {
  const user = withStorableTexts(told)
  const name = toSortKey(user.displayName)
  // Equal values are many here; among them people stand by their names.
  const thenName = (value: string) => value + THEN + name
  return {
    user: {
      key,
      mirror,
      id: user.id,
      display_name: user.displayName,
      user_principal_name: user.userPrincipalName,
      mail: user.mail,
      given_name: user.givenName,
      surname: user.surname,
      job_title: user.jobTitle,
      department: user.department,
      account_enabled: toFlag(user.accountEnabled),
      user_type: user.userType,
      on_premises_sync_enabled: toFlag(user.onPremisesSyncEnabled),
      created_at: user.createdAt,
      employee_id: user.employeeId,
      job_title_hash: toFilterHash(user.jobTitle),
      department_hash: toFilterHash(user.department),
      user_type_hash: toFilterHash(user.userType),
      created_ms: toMilliseconds(user.createdAt),
      display_name_key: name,
      user_principal_name_key: toSortKey(user.userPrincipalName),
      mail_key: toSortKey(user.mail),
      given_name_key: thenName(toSortKey(user.givenName)),
      surname_key: thenName(toSortKey(user.surname)),
      job_title_key: thenName(toSortKey(user.jobTitle)),
      department_key: thenName(toSortKey(user.department)),
      account_enabled_key: thenName(`${toFlag(user.accountEnabled) ?? ABSENT}`),
      user_type_key: thenName(toSortKey(user.userType)),
      on_premises_sync_enabled_key: thenName(`${toFlag(user.onPremisesSyncEnabled) ?? ABSENT}`),
      created_at_key: toInstantKey(user.createdAt),
    },
    text: { key, ...toTexts(user) },
  }
}

export function toMirroredUser(
  row: Pick<MirroredUserTable, (typeof MIRRORED_USER_COLUMNS)[number]>,
): MirroredUser {
  return {
    id: row.id,
    displayName: row.display_name,
    userPrincipalName: row.user_principal_name,
    mail: row.mail,
    givenName: row.given_name,
    surname: row.surname,
    jobTitle: row.job_title,
    department: row.department,
    accountEnabled: fromFlag(row.account_enabled),
    userType: row.user_type,
    onPremisesSyncEnabled: fromFlag(row.on_premises_sync_enabled),
    createdAt: row.created_at,
    employeeId: row.employee_id,
  }
}

/** What `toMirroredUser` needs. */
export const MIRRORED_USER_COLUMNS = [
  'id',
  'display_name',
  'user_principal_name',
  'mail',
  'given_name',
  'surname',
  'job_title',
  'department',
  'account_enabled',
  'user_type',
  'on_premises_sync_enabled',
  'created_at',
  'employee_id',
] as const

/** Somebody as they are after a change; of who is new, or read anew, what is absent is empty. */
export function applyChange(before: MirroredUser | undefined, change: MirrorChange): MirroredUser {
  const known = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...(before ?? NOBODY), ...Object.fromEntries(known), id: change.id }
}

const NOBODY: MirroredUser = {
  id: '',
  displayName: null,
  userPrincipalName: null,
  mail: null,
  givenName: null,
  surname: null,
  jobTitle: null,
  department: null,
  accountEnabled: null,
  userType: null,
  onPremisesSyncEnabled: null,
  createdAt: null,
  employeeId: null,
}

export function isSameUser(one: MirroredUser, other: MirroredUser): boolean {
  return MEMBERS.every((member) => one[member] === other[member])
}

const MEMBERS = Object.keys(NOBODY) as (keyof MirroredUser)[]

/**
 * A number for a text, equal where `eq` of Graph says so. Of 48 bits: among a million texts two others
 * are mistaken for one with a chance of 1 in 500.
 */
export function toFilterHash(text: string | null): number | null {
  if (text === null) return null
  const known = hashes.get(text)
  if (known !== undefined) return known
  const made = hash('sha256', foldCase(text.toWellFormed()), 'buffer').readUIntBE(0, 6)
  hashes.set(text, made)
  return made
}

/** A directory has a few departments and titles, many times. */
const hashes = new LRUCache<string, number>({ max: 5000 })

/** Milliseconds since 1970, null of what is no instant. */
export function toMilliseconds(instant: string | null): number | null {
  const ms = Date.parse(instant ?? '')
  return Number.isNaN(ms) ? null : ms
}

/** Neither PostgreSQL nor UTF-8 takes everything that a string may hold. */
function withStorableTexts(user: MirroredUser): MirroredUser {
  const members = Object.entries(user).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
  ])
  return Object.fromEntries(members)
}

function toSortKey(text: string | null): string {
  if (text === null) return ABSENT
  return foldText(text).slice(0, KEY_LENGTH).toWellFormed()
}

function toInstantKey(instant: string | null): string {
  const ms = toMilliseconds(instant)
  return ms === null ? ABSENT : new Date(ms).toISOString()
}

function toTexts(user: MirroredUser): { basic: string; rest: string } {
  const fold = (texts: (string | null)[]) =>
    texts.filter((text) => text !== null).map((text) => foldText(text).replace(/\s/gu, ' '))
  const basic = withoutContained(
    fold([
      user.displayName,
      user.userPrincipalName,
      user.mail,
      user.givenName,
      user.surname,
      user.id,
    ]),
  )
  const rest = withoutContained(fold([user.jobTitle, user.department, user.employeeId]))
  return { basic: basic.join('\n'), rest: rest.join('\n') }
}

/** A field within another is found with it: mostly the parts of a name, and the address that is a UPN. */
function withoutContained(fields: string[]): string[] {
  const kept: string[] = []
  for (const field of fields.sort((one, other) => other.length - one.length)) {
    if (!kept.some((longer) => longer.includes(field))) kept.push(field)
  }
  return kept
}

function toFlag(value: boolean | null): 0 | 1 | null {
  if (value === null) return null
  return value ? 1 : 0
}

function fromFlag(value: 0 | 1 | null): boolean | null {
  return value === null ? null : value === 1
}
