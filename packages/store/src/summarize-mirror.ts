import { sql } from 'kysely'
import type { Db } from './database.ts'
import { selectMirror } from './directory-mirror.ts'
import { keysIn } from './mirror-rows.ts'
import { toFilterHash } from './mirrored-user-rows.ts'

export interface MirrorSummary {
  total: number
  enabled: number
  disabled: number
  guests: number
  synced: number
  /** The largest first. Names that differ in case alone are one. */
  departments: MirrorDepartment[]
}

interface MirrorDepartment {
  /** Null for those of none. */
  department: string | null
  enabled: number
  disabled: number
}

interface Group {
  department_hash: number | null
  account_enabled: 0 | 1 | null
  user_type_hash: number | null
  on_premises_sync_enabled: 0 | 1 | null
  /** Somebody of it. */
  key: number
  count: number
}

/** Counts the people of a tenant's mirror; all of nobody where there is none. */
export async function summarizeMirror(db: Db, tenantId: string): Promise<MirrorSummary> {
  const mirror = await selectMirror(db, tenantId).executeTakeFirst()
  const groups = mirror ? await readGroups(db, mirror.number) : []
  const guest = toFilterHash('Guest')
  const count = (isCounted: (group: Group) => boolean) =>
    groups.filter(isCounted).reduce((sum, group) => sum + group.count, 0)
  return {
    total: count(() => true),
    enabled: count((group) => group.account_enabled === 1),
    disabled: count((group) => group.account_enabled === 0),
    guests: count((group) => group.user_type_hash === guest),
    synced: count((group) => group.on_premises_sync_enabled === 1),
    departments: await readDepartments(db, groups),
  }
}

/** By columns that have an index of their own, in its order: nothing is sorted. */
async function readGroups(db: Db, mirror: number): Promise<Group[]> {
  const columns = [
    'department_hash',
    'account_enabled',
    'user_type_hash',
    'on_premises_sync_enabled',
  ] as const
  return db
    .selectFrom('mirrored_users')
    .select([...columns, sql<number>`min(key)`.as('key'), sql<number>`count(*)`.as('count')])
    .where('mirror', '=', sql.lit(mirror))
    .groupBy(columns)
    .execute()
}

async function readDepartments(db: Db, groups: readonly Group[]): Promise<MirrorDepartment[]> {
  const parts = [...Map.groupBy(groups, ({ department_hash }) => department_hash).values()]
  const keys = parts.map((part) => Math.min(...part.map(({ key }) => key)))
  const rows = await db
    .selectFrom('mirrored_users')
    .select(['key', 'department'])
    .where('key', 'in', keysIn(db, keys))
    .execute()
  const names = new Map(rows.map(({ key, department }) => [key, department]))
  const departments = parts.map((part, index) => {
    const count = (flag: 0 | 1) =>
      part.reduce((sum, group) => sum + (group.account_enabled === flag ? group.count : 0), 0)
    const name = names.get(keys[index] ?? 0) ?? null
    return { department: name, enabled: count(1), disabled: count(0) }
  })
  return departments.sort((one, other) => toSize(other) - toSize(one) || compareNames(one, other))
}

function toSize({ enabled, disabled }: MirrorDepartment): number {
  return enabled + disabled
}

function compareNames(one: MirrorDepartment, other: MirrorDepartment): number {
  return (one.department ?? '') < (other.department ?? '') ? -1 : 1
}
