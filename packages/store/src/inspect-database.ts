import { existsSync } from 'node:fs'
import { Migrator } from 'kysely/migration'
import { checkKeyRing } from './check-key-ring.ts'
import type { Db } from './database.ts'
import { migrations } from './migrations/index.ts'
import { openPostgresAsIs } from './open-postgres.ts'
import { openSqliteAsIs } from './open-sqlite.ts'
import type { KeyRing } from './seal.ts'

/** How a database is found. */
export type DatabaseState =
  /** Empty, or not there yet: the first server that starts makes it. */
  | 'new'
  /** An older version's: the next server that starts brings it to the newest shape. */
  | 'behind'
  /** Its tokens are sealed with other keys than these. */
  | 'keys_differ'
  | 'ready'

/**
 * Looks at a database and changes nothing, not even its shape.
 *
 * @param url as `openStore` takes it.
 * @throws {StoreError} it cannot be opened.
 */
export async function inspectDatabase(url: string, ring: KeyRing): Promise<DatabaseState> {
  const path = url.startsWith('file:') ? url.slice('file:'.length) : undefined
  if (path !== undefined && !existsSync(path)) return 'new'
  await using db = path === undefined ? await openPostgresAsIs(url) : await openSqliteAsIs(path)
  const pending = await countPending(db)
  if (pending === Object.keys(migrations).length) return 'new'
  if (pending > 0) return 'behind'
  return (await checkKeyRing(db, ring)) ? 'ready' : 'keys_differ'
}

async function countPending(db: Db): Promise<number> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const known = await migrator.getMigrations()
  return known.filter(({ executedAt }) => executedAt === undefined).length
}
