import { sql } from 'kysely'
import type { Db } from './database.ts'
import { lockMirror, type MirrorChange, type MirrorRow } from './directory-mirror.ts'
import { isLeaseHeld, type Lease } from './leases.ts'
import { createMirrorIndexes } from './mirror-indexes.ts'
import { deleteMirrorRows, keysIn, mergeMirrorRows, textsIn, toFirstKey } from './mirror-rows.ts'

export interface NewMirrorPage {
  tenantId: string
  lease: Lease
  /** When the round began that this page is of. */
  roundStartedAt: string
  changes: readonly MirrorChange[]
  removedIds: readonly string[]
  /** Where to go on. */
  link: string
  /** Whether the round ends with it. */
  isLast: boolean
}

/**
 * Applies a page: merges changes, deletes the removed, and keeps where to go on, all or nothing.
 *
 * @returns false when the lease was lost; then nothing was written.
 */
export async function applyMirrorPage(db: Db, page: NewMirrorPage): Promise<boolean> {
  const before = await db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, page.lease))) return undefined
    const mirror = (await lockMirror(tx, page.tenantId)) ?? (await createMirror(tx, page.tenantId))
    await apply(tx, mirror, page)
    return mirror
  })
  if (before && page.isLast && before.is_indexed === 0) await indexMirror(db, before.number)
  return before !== undefined
}

/** Where this ends half-way the next round does it again. */
async function indexMirror(db: Db, number: number) {
  await createMirrorIndexes(db, number)
  await db
    .updateTable('directory_mirrors')
    .set({ is_indexed: 1 })
    .where('number', '=', number)
    .execute()
}

async function createMirror(tx: Db, tenantId: string): Promise<MirrorRow> {
  const { number } = await tx
    .insertInto('directory_mirrors')
    .values({
      tenant_id: tenantId,
      is_complete: 0,
      generation: 0,
      is_rereading: 0,
      link: null,
      is_mid_round: 0,
      round_started_at: null,
      as_of: null,
      is_indexed: 0,
      total: 0,
      next_key: 0,
      changes: 0,
    })
    .returning('number')
    .executeTakeFirstOrThrow()
  return tx
    .updateTable('directory_mirrors')
    .set({ next_key: toFirstKey(number) })
    .where('number', '=', number)
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function apply(tx: Db, mirror: MirrorRow, page: NewMirrorPage) {
  const { number, next_key: nextKey, is_rereading } = mirror
  const isRereading = is_rereading === 1
  const seen = isRereading ? await readSightings(tx, mirror, page.changes) : undefined
  const { added, changed, keys } = await mergeMirrorRows(tx, number, {
    changes: page.changes,
    nextKey,
    isFirstSighting: (key) => seen !== undefined && !seen.has(key),
  })
  if (isRereading) await noteSightings(tx, mirror, keys)
  let deleted = await deleteMirrorRows(tx, await findKeys(tx, number, page.removedIds))
  if (isRereading && page.isLast) deleted += await deleteUnseen(tx, mirror)
  const didChange = added + changed + deleted > 0
  await tx
    .updateTable('directory_mirrors')
    .set({
      link: page.link,
      is_mid_round: page.isLast ? 0 : 1,
      round_started_at: page.roundStartedAt,
      total: mirror.total + added - deleted,
      next_key: nextKey + added,
      changes: mirror.changes + (didChange ? 1 : 0),
      ...(page.isLast && { is_complete: 1, is_rereading: 0, as_of: page.roundStartedAt }),
    })
    .where('number', '=', number)
    .execute()
}

async function findKeys(tx: Db, mirror: number, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('mirrored_users')
    .select('key')
    .where('mirror', '=', mirror)
    .where('id', 'in', textsIn(tx, ids))
    .execute()
  return rows.map(({ key }) => key)
}

/** Who of them was seen since everything is read anew. */
async function readSightings(
  tx: Db,
  { number, generation }: MirrorRow,
  changes: readonly MirrorChange[],
): Promise<Set<number>> {
  const ids = changes.map(({ id }) => id)
  const keys = await findKeys(tx, number, ids)
  const rows = await tx
    .selectFrom('mirror_sightings')
    .select('key')
    .where('key', 'in', keysIn(tx, keys))
    .where('generation', '=', generation)
    .execute()
  return new Set(rows.map(({ key }) => key))
}

async function noteSightings(tx: Db, { generation }: MirrorRow, keys: readonly number[]) {
  if (keys.length === 0) return
  await sql`
    insert into mirror_sightings (key, generation)
    select key, ${generation} from mirrored_users where key in ${keysIn(tx, keys)}
    on conflict (key) do update set generation = excluded.generation`.execute(tx)
}

async function deleteUnseen(tx: Db, { number, generation }: MirrorRow): Promise<number> {
  const unseen = await tx
    .selectFrom('mirrored_users as u')
    .select('u.key')
    .where('u.mirror', '=', number)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('mirror_sightings as s')
            .select('s.key')
            .whereRef('s.key', '=', 'u.key')
            .where('s.generation', '=', generation),
        ),
      ),
    )
    .execute()
  const deleted = await deleteMirrorRows(
    tx,
    unseen.map(({ key }) => key),
  )
  await tx
    .deleteFrom('mirror_sightings')
    .where('key', '>=', toFirstKey(number))
    .where('key', '<', toFirstKey(number + 1))
    .execute()
  return deleted
}
