import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import {
  type MirrorFilter,
  type MirrorQuery,
  type OrderPlace,
  SORT_COLUMNS,
  toConditions,
  toTests,
} from './mirror-query.ts'
import { keysIn } from './mirror-rows.ts'

/** The people of a mirror whom filters let through, in an order. */
export interface OrderedPeople {
  mirror: number
  filters: readonly MirrorFilter[]
  orderBy: MirrorQuery['orderBy']
}

/** From a position or behind a place. An index alone is read. */
export async function readPlaces(
  db: Db,
  people: OrderedPeople,
  { after, skip = 0, limit }: { after?: OrderPlace | undefined; skip?: number; limit: number },
): Promise<OrderPlace[]> {
  const { orderBy } = people
  return selectPlaces(db, people)
    .$if(after !== undefined, (query) => query.where(isBehind(orderBy, after)))
    .limit(limit)
    .offset(skip)
    .execute()
}

/** Some of them, by their keys. */
export function sortKeys(
  db: Db,
  people: OrderedPeople,
  keys: readonly number[],
): Promise<OrderPlace[]> {
  // Not among those of the mirror: an index would be walked for what are few rows.
  return selectInOrder(db, people).where('key', 'in', keysIn(db, keys)).execute()
}

/** Where somebody stands; undefined where they are not among them. */
export function readPlace(
  db: Db,
  people: OrderedPeople,
  id: string,
): Promise<OrderPlace | undefined> {
  return selectPlaces(db, people).where('id', '=', id).executeTakeFirst()
}

/** How many there are, or are before somebody. */
export async function countPeople(
  db: Db,
  { mirror, filters, orderBy }: OrderedPeople,
  before?: OrderPlace,
): Promise<number> {
  const { count } = await db
    .selectFrom('mirrored_users')
    .select(sql<number>`count(*)`.as('count'))
    .where('mirror', '=', sql.lit(mirror))
    .where(({ and }) => and(toConditions(filters)))
    .$if(before !== undefined, (query) => query.where(isBehind(turn(orderBy), before)))
    .executeTakeFirstOrThrow()
  return count
}

/** Who stands right before somebody. */
export function readPlaceBefore(
  db: Db,
  people: OrderedPeople,
  place: OrderPlace,
): Promise<OrderPlace | undefined> {
  const orderBy = turn(people.orderBy)
  return selectPlaces(db, { ...people, orderBy })
    .where(isBehind(orderBy, place))
    .limit(1)
    .executeTakeFirst()
}

const STEP = 5000

/** All keys of a mirror in an order, thousands at a time. */
export async function* eachKey(
  db: Db,
  people: OrderedPeople,
  { after, first = STEP }: { after?: OrderPlace | undefined; first?: number } = {},
): AsyncGenerator<number[]> {
  for (let from = after, limit = first; ; limit = STEP) {
    const part = selectPlaces(db, people)
      .$if(from !== undefined, (query) => query.where(isBehind(people.orderBy, from)))
      .limit(limit)
    // As one text: a hundred thousand rows would be as many objects.
    const list = isPostgres(db)
      ? sql<string>`coalesce(json_agg(key)::text, '[]')`
      : sql<string>`json_group_array(key)`
    const end = people.orderBy.descending ? sql`min("sortKey")` : sql`max("sortKey")`
    const { rows } = await sql<{ list: string; sortKey: string | null }>`
      select ${list} as list, ${end} as "sortKey" from (${part}) as part`.execute(db)
    const [{ list: keysText, sortKey } = { list: '[]', sortKey: null }] = rows
    const keys: number[] = JSON.parse(keysText)
    yield keys
    const key = keys.at(-1)
    if (key === undefined || sortKey === null || keys.length < limit) return
    from = { sortKey, key }
  }
}

function selectPlaces(db: Db, people: OrderedPeople) {
  return selectInOrder(db, people).where('mirror', '=', sql.lit(people.mirror))
}

function selectInOrder(db: Db, { filters, orderBy }: OrderedPeople) {
  const column = SORT_COLUMNS[orderBy.field]
  const direction = orderBy.descending ? 'desc' : 'asc'
  return db
    .selectFrom('mirrored_users')
    .select([`${column} as sortKey`, 'key'])
    .where(({ and }) => and(toTests(filters)))
    .orderBy(column, direction)
    .orderBy('key', direction)
}

function isBehind(
  { field, descending }: MirrorQuery['orderBy'],
  place: OrderPlace | undefined,
): RawBuilder<boolean> {
  const column = sql.ref(SORT_COLUMNS[field])
  const comparison = sql.raw(descending ? '<' : '>')
  return sql`(${column}, key) ${comparison} (${place?.sortKey}, ${place?.key})`
}

function turn({ field, descending }: MirrorQuery['orderBy']): MirrorQuery['orderBy'] {
  return { field, descending: !descending }
}
