import { Migrator } from 'kysely/migration'
import type { Db } from './database.ts'
import { migrations } from './migrations/index.ts'
import { StoreError } from './store-error.ts'

/**
 * Brings a database to the newest shape. Several processes may do so at once: one migrates, the
 * others wait for it, by PostgreSQL's advisory lock and by SQLite's one write transaction.
 */
export async function migrate(db: Db): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new StoreError('The database could not be migrated.', { cause: error })
}
