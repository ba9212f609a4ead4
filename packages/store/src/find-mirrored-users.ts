import type { Db } from './database.ts'
import { type MirroredUser, selectMirror } from './directory-mirror.ts'
import { findMirrorList } from './mirror-list.ts'
import { readPlace } from './mirror-order.ts'
import { fromCursor, type MirrorQuery, SORT_COLUMNS, toCursor } from './mirror-query.ts'
import { keysIn } from './mirror-rows.ts'
import { MIRRORED_USER_COLUMNS, toMirroredUser } from './mirrored-user-rows.ts'

export interface MirrorPage {
  users: MirroredUser[]
  /** How many the whole list has. */
  total: number
  /** For `after`; undefined at the end. */
  next: string | undefined
}

/**
 * One page of a list: from a position (`skip`), or behind a row (`after`), which no change shifts. Of a
 * tenant without a mirror it is empty.
 *
 * @throws {RangeError} `after` is none of ours or of another order; or a filter's instant is none.
 */
export async function findMirroredUsers(
  db: Db,
  query: MirrorQuery & { top: number; skip?: number | undefined; after?: string | undefined },
): Promise<MirrorPage> {
  const { top, skip = 0, after: cursor, orderBy } = query
  const after = cursor === undefined ? undefined : fromCursor(orderBy, cursor)
  const mirror = await selectMirror(db, query.tenantId).executeTakeFirst()
  if (!mirror) return { users: [], total: 0, next: undefined }
  const { total, readKeys } = await findMirrorList(db, mirror, query)
  // One more than wanted, to know whether it goes on.
  const keys = await readKeys({ after, skip, limit: top + 1 })
  const page = keys.slice(0, top)
  const rows = await readRows(db, page, orderBy)
  const last = keys.length > top ? rows.at(-1) : undefined
  return {
    users: rows.map(toMirroredUser),
    total,
    next: last && toCursor(orderBy, last),
  }
}

async function readRows(db: Db, keys: readonly number[], { field }: MirrorQuery['orderBy']) {
  const rows = await db
    .selectFrom('mirrored_users')
    .select(['key', `${SORT_COLUMNS[field]} as sortKey`, ...MIRRORED_USER_COLUMNS])
    .where('key', 'in', keysIn(db, keys))
    .execute()
  const byKey = new Map(rows.map((row) => [row.key, row]))
  // Who was deleted meanwhile is left out.
  return keys.map((key) => byKey.get(key)).filter((row) => row !== undefined)
}

export interface MirrorNeighbours {
  /** From 1. */
  position: number
  total: number
  previousId: string | undefined
  nextId: string | undefined
}

/**
 * Where a person stands in a list and who is beside them; undefined if they are not in it.
 *
 * @throws {RangeError} a filter's instant is none
 */
export async function findMirroredNeighbours(
  db: Db,
  query: MirrorQuery & { id: string },
): Promise<MirrorNeighbours | undefined> {
  const mirror = await selectMirror(db, query.tenantId).executeTakeFirst()
  const place = mirror && (await readPlace(db, { ...query, mirror: mirror.number }, query.id))
  if (!place) return undefined
  const { total, locate } = await findMirrorList(db, mirror, query)
  const located = await locate(place)
  if (!located) return undefined
  const { position, previous, next } = located
  return {
    position,
    total,
    previousId: await readId(db, previous),
    nextId: await readId(db, next),
  }
}

async function readId(db: Db, key: number | undefined): Promise<string | undefined> {
  if (key === undefined) return undefined
  const row = await db
    .selectFrom('mirrored_users')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.id
}

const BATCH = 1000

/**
 * Everybody a query finds, in order, a thousand at a time.
 *
 * @throws {RangeError} a filter's instant is none
 */
export async function* eachMirroredUser(
  db: Db,
  query: MirrorQuery,
): AsyncGenerator<MirroredUser[]> {
  let after: string | undefined
  do {
    const page = await findMirroredUsers(db, { ...query, top: BATCH, after })
    if (page.users.length > 0) yield page.users
    after = page.next
  } while (after !== undefined)
}
