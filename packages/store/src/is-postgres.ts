import { PostgresAdapter } from 'kysely'
import type { Db } from './database.ts'

/**
 * Whether rows have to be locked. In SQLite a transaction has the whole database for itself; in
 * PostgreSQL another may change what was just read.
 */
export function isPostgres(db: Db): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
