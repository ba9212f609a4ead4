import type { Db } from './database.ts'
import { openPostgres } from './open-postgres.ts'
import { openSqlite } from './open-sqlite.ts'
import { StoreError } from './store-error.ts'
import type { StoreFailure } from './store-failure.ts'
import type { StoreWatch } from './telling-dialect.ts'

export type { Db } from './database.ts'

/** An open database, migrated to the newest shape. Disposing of it closes it. */
export interface Store extends AsyncDisposable {
  db: Db
  /**
   * Reads from it.
   *
   * @throws {StoreFailure} it cannot be used, or was found damaged before.
   */
  check(): Promise<void>
  /** How many queries wait for a connection at this moment. With SQLite none does: there the process itself is late. */
  countWaiting(): number
}

/**
 * Opens the database and brings it to the newest shape. Several processes may do so at once.
 *
 * @param url `file:<path>` for SQLite, which several processes of one machine may share;
 *   `file::memory:` for one that ends with the process; `postgres://…` or `postgresql://…`.
 * @param onFailure told each time that it cannot be used; whoever asked is told as well.
 * @throws {StoreError} the address is of no engine we speak, or the database cannot be opened. Its
 *   message never holds the address, in which a password may stand.
 */
export async function openStore(
  url: string,
  onFailure: (failure: StoreFailure) => void = () => {},
): Promise<Store> {
  let damage: StoreFailure | undefined
  let waiting = 0
  const db = await openDatabase(url, {
    onFailure(failure) {
      if (failure.reason === 'damaged') damage ??= failure
      onFailure(failure)
    },
    onWait() {
      waiting += 1
      return () => {
        waiting -= 1
      }
    },
  })
  return {
    db,
    async check() {
      // Not every page is read each time: what was bad once is bad until somebody brings a copy back.
      if (damage) throw damage
      await db.selectFrom('sessions').select('id').limit(1).execute()
    },
    countWaiting: () => waiting,
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

async function openDatabase(url: string, watch: StoreWatch): Promise<Db> {
  if (url.startsWith('file:')) return openSqlite(url.slice('file:'.length), watch)
  if (/^postgres(?:ql)?:\/\//.test(url)) return openPostgres(url, watch)
  throw new StoreError('The database address begins with neither file: nor postgres://.')
}
