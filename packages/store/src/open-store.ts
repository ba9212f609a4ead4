import type { Db } from './database.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import { StoreError } from './store-error.ts'

export type { Db } from './database.ts'

/** An open database, migrated to the newest shape. Disposing of it closes it. */
export interface Store extends AsyncDisposable {
  db: Db
}

/**
 * Opens the database and brings it to the newest shape. Several processes may do so at once.
 *
 * @param url `file:<path>` for SQLite, which several processes of one machine may share;
 *   `file::memory:` for one that ends with the process; `postgres://…` or `postgresql://…`.
 * @throws {StoreError} the address is of no engine we speak, or the database cannot be opened. Its
 *   message never holds the address, in which a password may stand.
 */
export async function openStore(url: string): Promise<Store> {
  const db = await openDatabase(url)
  return { db, [Symbol.asyncDispose]: () => db.destroy() }
}

async function openDatabase(url: string): Promise<Db> {
  if (url.startsWith('file:')) return openSqlite(url.slice('file:'.length))
  if (/^postgres(?:ql)?:\/\//.test(url)) return openPostgres(url)
  throw new StoreError('The database address begins with neither file: nor postgres://.')
}
