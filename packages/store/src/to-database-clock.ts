import { type RawBuilder, sql } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'

/**
 * Milliseconds since 1970 by the database's clock, as part of a statement: the one clock all
 * processes share. In PostgreSQL the moment at which it is evaluated, after any wait for a lock.
 */
export function toDatabaseClock(db: Db): RawBuilder<number> {
  return isPostgres(db)
    ? sql<number>`cast(floor(extract(epoch from clock_timestamp()) * 1000) as bigint)`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
}
