import { type RawBuilder, sql } from 'kysely'
import type { MirroredUser } from './directory-mirror.ts'
import { toFilterHash, toMilliseconds } from './mirrored-user-rows.ts'

/** What a list of people may be sorted by. */
export const MIRROR_ORDER_FIELDS = [
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
] as const satisfies readonly (keyof MirroredUser)[]

export type MirrorOrderField = (typeof MIRROR_ORDER_FIELDS)[number]

export type MirrorFilter =
  | { field: 'accountEnabled' | 'onPremisesSyncEnabled'; value: boolean }
  /** Compared without regard to case, as Graph's `eq` does. */
  | { field: 'userType' | 'department' | 'jobTitle'; value: string }
  /** An instant in ISO 8601: at it or after, and before it. */
  | { field: 'createdAfter' | 'createdBefore'; value: string }

/** Which people of a tenant, in which order. */
export interface MirrorQuery {
  tenantId: string
  /** Words, each of which is a part of one of the searched texts of a person. */
  search?: string | undefined
  /** `basic`: found only by what User.ReadBasic.All shows. */
  sees: 'all' | 'basic'
  /** All of which are to hold. */
  filters: readonly MirrorFilter[]
  /** Who has nothing in this field stands last ascending, and first descending. */
  orderBy: { field: MirrorOrderField; descending: boolean }
}

/** Where a person stands in an order: what they are sorted by, then their key. */
export interface OrderPlace {
  sortKey: string
  key: number
}

export const SORT_COLUMNS = {
  displayName: 'display_name_key',
  userPrincipalName: 'user_principal_name_key',
  mail: 'mail_key',
  givenName: 'given_name_key',
  surname: 'surname_key',
  jobTitle: 'job_title_key',
  department: 'department_key',
  accountEnabled: 'account_enabled_key',
  userType: 'user_type_key',
  onPremisesSyncEnabled: 'on_premises_sync_enabled_key',
  createdAt: 'created_at_key',
} as const satisfies Record<MirrorOrderField, string>

/** @throws {RangeError} a filter's instant is none */
export function toConditions(filters: readonly MirrorFilter[]): RawBuilder<boolean>[] {
  return filters.map((filter) => {
    const { column, comparison, value } = toComparison(filter)
    return sql<boolean>`${sql.ref(column)} ${sql.raw(comparison)} ${value}`
  })
}

/**
 * The same, but no index is looked up for them: a walk along an order is to stay in its index, whatever
 * else would find few.
 */
export function toTests(filters: readonly MirrorFilter[]): RawBuilder<boolean>[] {
  return filters.map((filter) => {
    const { column, comparison, value } = toComparison(filter)
    return sql<boolean>`+${sql.ref(column)} ${sql.raw(comparison)} ${value}`
  })
}

interface Comparison {
  column: string
  comparison: '=' | '>=' | '<'
  value: number | null
}

function toComparison(filter: MirrorFilter): Comparison {
  switch (filter.field) {
    case 'accountEnabled':
      return { column: 'account_enabled', comparison: '=', value: filter.value ? 1 : 0 }
    case 'onPremisesSyncEnabled':
      return { column: 'on_premises_sync_enabled', comparison: '=', value: filter.value ? 1 : 0 }
    case 'userType':
      return { column: 'user_type_hash', comparison: '=', value: toFilterHash(filter.value) }
    case 'department':
      return { column: 'department_hash', comparison: '=', value: toFilterHash(filter.value) }
    case 'jobTitle':
      return { column: 'job_title_hash', comparison: '=', value: toFilterHash(filter.value) }
    case 'createdAfter':
      return { column: 'created_ms', comparison: '>=', value: getMilliseconds(filter.value) }
    case 'createdBefore':
      return { column: 'created_ms', comparison: '<', value: getMilliseconds(filter.value) }
  }
}

function getMilliseconds(instant: string): number {
  const ms = toMilliseconds(instant)
  if (ms === null) throw new RangeError('The instant of a filter is none.')
  return ms
}

/** A place as text for `after`, good for this order alone. */
export function toCursor(orderBy: MirrorQuery['orderBy'], { sortKey, key }: OrderPlace): string {
  const place = [orderBy.field, orderBy.descending, sortKey, key]
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws {RangeError} it is none of ours, or of another order */
export function fromCursor(orderBy: MirrorQuery['orderBy'], cursor: string): OrderPlace {
  const [field, descending, sortKey, key, ...more] = parseList(cursor)
  const isOurs =
    field === orderBy.field &&
    descending === orderBy.descending &&
    typeof sortKey === 'string' &&
    sortKey.isWellFormed() &&
    !sortKey.includes('\0') &&
    Number.isSafeInteger(key) &&
    more.length === 0
  if (!isOurs) throw new RangeError('The cursor is none of this list.')
  return { sortKey, key: Number(key) }
}

function parseList(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
