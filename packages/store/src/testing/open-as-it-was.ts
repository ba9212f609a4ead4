import SqliteDatabase from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import { Pool } from 'pg'
import { migrations } from '../migrations/index.ts'

/** A database as it was after one of the migrations, to be filled in its own words; `openStore` would go on. */
export async function openAsItWas(url: string, lastMigration: string): Promise<Kysely<unknown>> {
  const dialect = url.startsWith('file:')
    ? new SqliteDialect({ database: new SqliteDatabase(url.slice('file:'.length)) })
    : new PostgresDialect({ pool: new Pool({ connectionString: url }) })
  const db = new Kysely<unknown>({ dialect })
  const provider = { getMigrations: async () => migrations }
  const { error } = await new Migrator({ db, provider }).migrateTo(lastMigration)
  if (error) throw error
  return db
}
