import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import type { MirrorRow } from './directory-mirror.ts'
import { foldText } from './fold-text.ts'
import { isPostgres } from './is-postgres.ts'
import { KeySet } from './key-set.ts'
import { type MirrorFilter, type MirrorQuery, toConditions } from './mirror-query.ts'
import { keysIn, toFirstKey } from './mirror-rows.ts'

/** With SQLite a statement holds the process: others get their turn after so many keys. */
const KEYS_AT_ONCE = 25_000

/** The words of a search, folded. One within another says nothing more. */
export function toWords(search: string | undefined): string[] {
  const words = [...new Set(foldText(search ?? '').split(/\s+/u))]
  return words.filter(
    (word) => word !== '' && !words.some((longer) => longer !== word && longer.includes(word)),
  )
}

interface Search {
  words: readonly string[]
  sees: MirrorQuery['sees']
}

/** Everybody of a mirror who is found by all words. */
export async function searchMirror(db: Db, mirror: MirrorRow, search: Search): Promise<KeySet> {
  const found = createKeySet(mirror)
  if (isPostgres(db)) {
    found.addOffsets(await searchPostgres(db, mirror, search))
    return found
  }
  const end = mirror.next_key
  for (let from = toFirstKey(mirror.number); from < end; from += KEYS_AT_ONCE) {
    // The driver gives so great a number as a floating one, by which the trigram table seeks nothing.
    const to = sql`cast(${Math.min(from + KEYS_AT_ONCE, end)} as integer)`
    const range = sql<boolean>`key >= cast(${from} as integer) and key < ${to}`
    found.addOffsets(await searchSqlite(db, mirror, { ...search, range }))
    await setImmediate()
  }
  return found
}

/** Everybody of a mirror whom filters let through. */
export async function filterMirror(
  db: Db,
  mirror: MirrorRow,
  filters: readonly MirrorFilter[],
): Promise<KeySet> {
  const isHere = sql<boolean>`mirror = ${sql.lit(mirror.number)}`
  const conditions = and([isHere, ...toConditions(filters)])
  const passing = createKeySet(mirror)
  passing.addOffsets(await readOffsets(db, mirror, sql`mirrored_users where ${conditions}`))
  return passing
}

function createKeySet({ number, next_key }: MirrorRow): KeySet {
  return new KeySet(toFirstKey(number), next_key)
}

/** The range stands in the statement itself, as in the index of trigrams that serves it. */
function searchPostgres(db: Db, mirror: MirrorRow, { words, sees }: Search): Promise<number[]> {
  const first = sql.lit(toFirstKey(mirror.number))
  const end = sql.lit(toFirstKey(mirror.number + 1))
  const range = sql<boolean>`key >= ${first} and key < ${end}`
  const conditions = words.map((word) => toLike(word, sees))
  return readOffsets(db, mirror, sql`mirrored_texts where ${and([range, ...conditions])}`)
}

/** The trigram table answers for words of three characters; shorter ones are looked for in the texts. */
async function searchSqlite(
  db: Db,
  mirror: MirrorRow,
  { words, sees, range }: Search & { range: RawBuilder<boolean> },
): Promise<number[]> {
  const long = words.filter((word) => [...word].length >= 3)
  const short = words.filter((word) => !long.includes(word)).map((word) => toInstr(word, sees))
  if (long.length === 0) {
    return readOffsets(db, mirror, sql`mirrored_texts where ${and([range, ...short])}`)
  }
  const phrases = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
  const match = sees === 'basic' ? `basic : (${phrases})` : phrases
  const matching = sql`select rowid as key from mirrored_trigrams where mirrored_trigrams match ${match}`
  const found = await readOffsets(db, mirror, sql`(${matching}) where ${range}`)
  if (short.length === 0) return found
  const among = sql<boolean>`key in ${keysIn(
    db,
    found.map((offset) => toFirstKey(mirror.number) + offset),
  )}`
  return readOffsets(db, mirror, sql`mirrored_texts where ${and([among, ...short])}`)
}

function toInstr(word: string, sees: MirrorQuery['sees']): RawBuilder<boolean> {
  const basic = sql<boolean>`instr(basic, ${word}) > 0`
  return sees === 'basic' ? basic : sql<boolean>`(${basic} or instr(rest, ${word}) > 0)`
}

function toLike(word: string, sees: MirrorQuery['sees']): RawBuilder<boolean> {
  const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
  const basic = sql<boolean>`basic like ${pattern}`
  return sees === 'basic' ? basic : sql<boolean>`(${basic} or rest like ${pattern})`
}

/** As one text: a hundred thousand rows would be as many objects. */
async function readOffsets(
  db: Db,
  { number }: MirrorRow,
  from: RawBuilder<unknown>,
): Promise<number[]> {
  const offset = sql`key - ${toFirstKey(number)}`
  const list = isPostgres(db)
    ? sql`coalesce(json_agg(${offset}::bigint)::text, '[]')`
    : sql`json_group_array(${offset})`
  const { rows } = await sql<{ list: string }>`select ${list} as list from ${from}`.execute(db)
  return JSON.parse(rows[0]?.list ?? '[]')
}

function and(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}
