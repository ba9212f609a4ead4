import { openStore, type Store } from '../open-store.ts'
import {
  createMigratedPostgresDatabase,
  createPostgresDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from './create-database.ts'

/** What `describe.each(engines)('on $name', …)` runs every test of the store on. */
export const engines = [
  {
    name: 'SQLite',
    createDatabase: createSqliteDatabase,
    createEmptyDatabase: createSqliteDatabase,
  },
  {
    name: 'PostgreSQL',
    createDatabase: createMigratedPostgresDatabase,
    createEmptyDatabase: createPostgresDatabase,
  },
]

/** Disposing of it closes it and deletes the database. */
export interface TestStore extends Store {
  /** For another connection to the same database. */
  url: string
}

/** A store on a new database. */
export async function openTestStore({
  createDatabase,
}: {
  createDatabase: () => Promise<TestDatabase>
}): Promise<TestStore> {
  const database = await createDatabase()
  const store = await openStore(database.url)
  return {
    ...store,
    url: database.url,
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}
