import { type Selectable, sql } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { isLeaseHeld, type Lease } from './leases.ts'
import { dropMirrorIndexes } from './mirror-indexes.ts'
import { deleteMirrorRows, mergeMirrorRows, toFirstKey } from './mirror-rows.ts'
import type { DirectoryMirrorTable } from './tables/directory-mirror.table.ts'

/** What is kept of a person in a tenant's directory. */
export interface MirroredUser {
  id: string
  displayName: string | null
  userPrincipalName: string | null
  mail: string | null
  givenName: string | null
  surname: string | null
  jobTitle: string | null
  department: string | null
  accountEnabled: boolean | null
  userType: string | null
  onPremisesSyncEnabled: boolean | null
  /** An instant as the authority writes it. */
  createdAt: string | null
  employeeId: string | null
}

/** As a delta tells it: absent members are as they were. */
export type MirrorChange = { id: string } & Partial<Omit<MirroredUser, 'id'>>

export interface Mirror {
  tenantId: string
  /** Whether a first run has come to its end, so that it may be shown. */
  isComplete: boolean
  /** Where to go on: inside a round a skip token, after it a delta token; null before anything. */
  link: string | null
  isMidRound: boolean
  roundStartedAt: string | null
  /** When all that is kept was so: the beginning of the last round that came to its end. */
  asOf: string | null
  total: number
}

/** Undefined where there never was one, or it was dropped. */
export async function readMirror(db: Db, tenantId: string): Promise<Mirror | undefined> {
  const row = await selectMirror(db, tenantId).executeTakeFirst()
  if (!row) return undefined
  return {
    tenantId,
    isComplete: row.is_complete === 1,
    link: row.link,
    isMidRound: row.is_mid_round === 1,
    roundStartedAt: row.round_started_at,
    asOf: row.as_of,
    total: row.total,
  }
}

/** How much is kept over all tenants, and since when the one that is furthest behind was so; undefined without any. */
export async function readMirrorTotals(
  db: Db,
): Promise<{ people: number; asOf: string } | undefined> {
  const { people, asOf } = await db
    .selectFrom('directory_mirrors')
    .select(({ fn }) => [
      fn.sum<number>('total').as('people'),
      fn.min<string | null>('as_of').as('asOf'),
    ])
    .where('is_complete', '=', 1)
    .executeTakeFirstOrThrow()
  return asOf === null ? undefined : { people: Number(people), asOf }
}

/**
 * The authority has forgotten where we were: everything is to be read anew. Until that has come to its
 * end what is kept is shown, then who was not seen again is deleted.
 *
 * @returns false when the lease was lost; then nothing was written.
 */
export async function restartMirror(
  db: Db,
  { tenantId, lease }: { tenantId: string; lease: Lease },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return false
    await tx
      .updateTable('directory_mirrors')
      .set((eb) => ({
        generation: eb('generation', '+', 1),
        is_rereading: 1,
        link: null,
        is_mid_round: 0,
        round_started_at: null,
      }))
      .where('tenant_id', '=', tenantId)
      .execute()
    return true
  })
}

/** Nothing of a tenant's directory stays. */
export async function dropMirror(db: Db, tenantId: string): Promise<void> {
  // At once for whoever reads; the rows, which are many, little by little.
  await db
    .updateTable('directory_mirrors')
    .set({ tenant_id: null })
    .where('tenant_id', '=', tenantId)
    .execute()
  await deleteDroppedMirrors(db)
}

const DELETED_AT_ONCE = 500

/** Deletes what is left of dropped mirrors, also of those whose process ended in the middle of it. */
export async function deleteDroppedMirrors(db: Db): Promise<void> {
  const mirrors = await db
    .selectFrom('directory_mirrors')
    .select('number')
    .where('tenant_id', 'is', null)
    .execute()
  if (mirrors.length > 0 && !isPostgres(db)) await forgetAllTrigrams(db)
  for (const { number } of mirrors) {
    // First, so that there are none to be kept in step.
    await dropMirrorIndexes(db, number)
    for (;;) {
      const rows = await db
        .selectFrom('mirrored_users')
        .select('key')
        .where('key', '>=', toFirstKey(number))
        .where('key', '<', toFirstKey(number + 1))
        .limit(DELETED_AT_ONCE)
        .execute()
      if (rows.length === 0) break
      const keys = rows.map(({ key }) => key)
      await db.transaction().execute((tx) => deleteMirrorRows(tx, keys))
    }
    await db.deleteFrom('directory_mirrors').where('number', '=', number).execute()
  }
}

/** One by one they take a hundred times as long, so not where nobody else's are among them. */
async function forgetAllTrigrams(db: Db) {
  await db.transaction().execute(async (tx) => {
    const other = await tx
      .selectFrom('directory_mirrors')
      .select('number')
      .where('tenant_id', 'is not', null)
      .executeTakeFirst()
    if (other) return
    await sql`insert into mirrored_trigrams (mirrored_trigrams) values ('delete-all')`.execute(tx)
  })
}

/** What we changed ourselves is known before the authority tells it. Strangers are left out. */
export async function noteMirroredState(
  db: Db,
  {
    tenantId,
    states,
  }: { tenantId: string; states: readonly { id: string; accountEnabled: boolean }[] },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const mirror = await lockMirror(tx, tenantId)
    if (!mirror) return
    const { changed } = await mergeMirrorRows(tx, mirror.number, { changes: states })
    if (changed === 0) return
    await tx
      .updateTable('directory_mirrors')
      .set((eb) => ({ changes: eb('changes', '+', 1) }))
      .where('number', '=', mirror.number)
      .execute()
  })
}

export type MirrorRow = Selectable<DirectoryMirrorTable>

/** Locked: who writes people of a mirror has its row, so that counts and keys are one writer's. */
export async function lockMirror(tx: Db, tenantId: string): Promise<MirrorRow | undefined> {
  return selectMirror(tx, tenantId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst()
}

export function selectMirror(db: Db, tenantId: string) {
  return db.selectFrom('directory_mirrors').selectAll().where('tenant_id', '=', tenantId)
}
