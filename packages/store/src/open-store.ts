import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { StoreError } from './store-error.ts'

const MAX_STATEMENTS = 500

export type Db = Kysely<Database>

/** An open database, migrated to the newest shape. Disposing of it closes it. */
export interface Store extends AsyncDisposable {
  db: Db
}

/**
 * Opens the database and brings it to the newest shape.
 *
 * @param url `file:<path>` for SQLite, `file::memory:` for one that ends with the process.
 * @throws {StoreError} the address is of no engine we speak, or the database cannot be opened.
 */
export async function openStore(url: string): Promise<Store> {
  const db = new Kysely<Database>({
    dialect: new SqliteDialect({ database: rememberStatements(openSqlite(url)) }),
  })
  await migrate(db)
  return { db, [Symbol.asyncDispose]: () => db.destroy() }
}

function openSqlite(url: string) {
  if (!url.startsWith('file:')) throw new StoreError(`No engine for the database address ${url}.`)
  const path = url.slice('file:'.length)
  try {
    if (path !== ':memory:') createPrivateFile(path)
    const database = new SqliteDatabase(path)
    database.pragma('journal_mode = WAL')
    database.pragma('foreign_keys = ON')
    // better-sqlite3 is compiled so that a re-opened WAL database falls to NORMAL, which may lose
    // commits already answered for when the power goes. FULL on every open, and proved.
    database.pragma('synchronous = FULL')
    if (database.pragma('synchronous', { simple: true }) !== 2) {
      throw new StoreError('SQLite did not take synchronous = FULL.')
    }
    return database
  } catch (cause) {
    throw new StoreError(`The database ${path} could not be opened.`, { cause })
  }
}

/** SQLite would make it readable by everybody; the files beside it take over its mode. */
function createPrivateFile(path: string) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
}

/**
 * Kysely prepares every query anew, which for SQLite means to parse and plan it again and for
 * better-sqlite3 to generate the code that builds its rows: most of what reading a session costs.
 * A statement is kept by its text. SQLite plans it again by itself when the schema changes.
 */
function rememberStatements(database: SqliteDatabase.Database) {
  const statements = new Map<string, SqliteDatabase.Statement>()
  return {
    prepare(text: string) {
      const known = statements.get(text)
      if (known) return known
      const statement = database.prepare(text)
      // Few texts ever come; lists of parameters of every length could make them many.
      if (statements.size === MAX_STATEMENTS) statements.clear()
      statements.set(text, statement)
      return statement
    },
    close: () => database.close(),
  }
}

async function migrate(db: Db) {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new StoreError('The database could not be migrated.', { cause: error })
}
