import { setImmediate } from 'node:timers/promises'
import { CompiledQuery, type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import type { MirrorChange } from './directory-mirror.ts'
import { isPostgres } from './is-postgres.ts'
import {
  applyChange,
  isSameUser,
  type MirroredRows,
  toMirroredRows,
  toMirroredUser,
} from './mirrored-user-rows.ts'

/** With SQLite a statement holds the process: others get their turn after so many rows. */
const ROWS_AT_ONCE = 100

/** Few, so that the texts of statements are few as well, which are kept prepared. */
const ROWS_A_STATEMENT = 10

/** People of a mirror have the keys from this one on, up to the next mirror's: so a range is a tenant. */
export function toFirstKey(mirror: number): number {
  return mirror * 2 ** 32
}

/** What was done to the people of a mirror. */
export interface RowChanges {
  added: number
  /** Of those known before. */
  changed: number
}

/**
 * Merges changes into the people of a mirror. Who is not known is added from `nextKey` on, or left out
 * without one.
 *
 * @param isFirstSighting whether all is told of somebody for the first time since everything is read anew
 */
export async function mergeMirrorRows(
  tx: Db,
  mirror: number,
  {
    changes,
    nextKey,
    isFirstSighting = () => false,
  }: {
    changes: readonly MirrorChange[]
    nextKey?: number
    isFirstSighting?: (key: number) => boolean
  },
): Promise<RowChanges & { keys: number[] }> {
  const done = { added: 0, changed: 0, keys: [] as number[] }
  const unique = [...Map.groupBy(changes, ({ id }) => id)]
  for (let from = 0; from < unique.length; from += ROWS_AT_ONCE) {
    const part = unique.slice(from, from + ROWS_AT_ONCE)
    const known = await readByIds(
      tx,
      mirror,
      part.map(([id]) => id),
    )
    const rows: MirroredRows[] = []
    for (const [id, told] of part) {
      const row = known.get(id)
      if (!row && nextKey === undefined) continue
      const key = row?.key ?? (nextKey ?? 0) + done.added
      const before = row && toMirroredUser(row)
      const base = row && isFirstSighting(row.key) ? undefined : before
      let user = base
      for (const change of told) user = applyChange(user, change)
      done.keys.push(key)
      if (!user || (before && isSameUser(user, before))) continue
      rows.push(toMirroredRows(user, { key, mirror }))
      done[row ? 'changed' : 'added'] += 1
    }
    await writeRows(tx, rows)
    await setImmediate()
  }
  return done
}

async function readByIds(tx: Db, mirror: number, ids: string[]) {
  const rows = await tx
    .selectFrom('mirrored_users')
    .selectAll()
    .where('mirror', '=', mirror)
    .where('id', 'in', textsIn(tx, ids))
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

async function writeRows(tx: Db, rows: readonly MirroredRows[]) {
  const users = rows.map(({ user }) => user)
  const texts = rows.map(({ text }) => text)
  if (rows.length === 0) return
  await upsert(tx, 'mirrored_users', users)
  await upsert(tx, 'mirrored_texts', texts)
  if (isPostgres(tx)) return
  await sql`
    insert or replace into mirrored_trigrams (rowid, basic, rest)
    select key, basic, rest from mirrored_texts
    where key in ${keysIn(
      tx,
      texts.map(({ key }) => key),
    )}`.execute(tx)
}

async function upsert(tx: Db, table: string, rows: readonly object[]) {
  const names = Object.keys(rows[0] ?? {})
  const columns = names.map((name) => `"${name}"`)
  const updates = columns.map((column) => `${column} = excluded.${column}`)
  const insert = `insert into ${table} (${columns.join()})`
  const orUpdate = `on conflict (key) do update set ${updates.join()}`
  if (isPostgres(tx)) {
    // One parameter: of single values a page has more than a statement may.
    const values = `select ${columns.join()} from json_populate_recordset(null::${table}, $1::json)`
    const statement = `${insert} ${values} ${orUpdate}`
    await tx.executeQuery(CompiledQuery.raw(statement, [JSON.stringify(rows)]))
    return
  }
  // To take JSON apart would cost SQLite more than to write the rows.
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const part = rows.slice(from, from + ROWS_A_STATEMENT)
    const tuple = `(${names.map(() => '?').join()})`
    const statement = `${insert} values ${part.map(() => tuple).join()} ${orUpdate}`
    await tx.executeQuery(
      CompiledQuery.raw(
        statement,
        part.flatMap((row) => Object.values(row)),
      ),
    )
  }
}

/** Deletes people with all that is kept of them. @returns how many there were. */
export async function deleteMirrorRows(tx: Db, keys: readonly number[]): Promise<number> {
  let deleted = 0
  for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
    const list = keysIn(tx, keys.slice(from, from + ROWS_AT_ONCE))
    const { numDeletedRows } = await tx
      .deleteFrom('mirrored_users')
      .where('key', 'in', list)
      .executeTakeFirstOrThrow()
    deleted += Number(numDeletedRows)
    await tx.deleteFrom('mirrored_texts').where('key', 'in', list).execute()
    await tx.deleteFrom('mirror_sightings').where('key', 'in', list).execute()
    if (!isPostgres(tx)) {
      await sql`delete from mirrored_trigrams where rowid in ${list}`.execute(tx)
    }
    await setImmediate()
  }
  return deleted
}

/** For `in`, however many there are. */
export function keysIn(db: Db, keys: readonly number[]): RawBuilder<number> {
  const list = JSON.stringify(keys)
  return isPostgres(db)
    ? sql`(select value::bigint from json_array_elements_text(${list}::json))`
    : sql`(select value from json_each(${list}))`
}

/** The same for texts. */
export function textsIn(db: Db, texts: readonly string[]): RawBuilder<string> {
  const list = JSON.stringify(texts)
  return isPostgres(db)
    ? sql`(select value from json_array_elements_text(${list}::json))`
    : sql`(select value from json_each(${list}))`
}
