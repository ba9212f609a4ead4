import { closeSync, mkdirSync, openSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { Kysely } from 'kysely'
import type { Database, Db } from './database.ts'
import { migrate } from './migrate.ts'
import { readNetworkFileSystem } from './read-network-file-system.ts'
import { retryWhileBusy } from './retry-while-busy.ts'
import { SharedSqliteDialect } from './shared-sqlite-dialect.ts'
import { StoreError } from './store-error.ts'
import { StoreFailure, toStoreFailure } from './store-failure.ts'
import { type StoreWatch, TellingDialect } from './telling-dialect.ts'

const MAX_STATEMENTS = 500

/**
 * Opens a SQLite database and migrates it. `:memory:` is one of its own.
 *
 * @throws {StoreError} it cannot be opened, or is not on a disk of this machine.
 */
export async function openSqlite(path: string, watch: StoreWatch): Promise<Db> {
  const file = await openFile(path)
  const db = toDb(file, watch)
  try {
    checkWhole(file, path)
    await migrate(db)
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/**
 * The same without a migration, for whoever only looks.
 *
 * @throws {StoreError} as above.
 */
export async function openSqliteAsIs(path: string): Promise<Db> {
  return toDb(await openFile(path), { onFailure() {}, onWait: () => () => {} })
}

function toDb(file: SqliteDatabase.Database, watch: StoreWatch) {
  const dialect = new SharedSqliteDialect({ database: rememberStatements(file) })
  return new Kysely<Database>({ dialect: new TellingDialect(dialect, watch) })
}

/** A page that is bad shows when it is read, which may be long after: looked for before anybody relies on it. */
function checkWhole(file: SqliteDatabase.Database, path: string) {
  let verdict: unknown
  try {
    verdict = file.pragma('quick_check(1)', { simple: true })
  } catch (cause) {
    throw toOpenError(path, cause)
  }
  if (verdict !== 'ok')
    throw new StoreError(toDamageText(path), { cause: new Error(String(verdict)) })
}

function toOpenError(path: string, cause: unknown): StoreError {
  const failure = toStoreFailure(cause)
  const isDamaged = failure instanceof StoreFailure && failure.reason === 'damaged'
  const text = isDamaged ? toDamageText(path) : `The database ${path} could not be opened.`
  return new StoreError(text, { cause })
}

function toDamageText(path: string): string {
  return `The database ${path} is damaged, or is none. It is left as it is; docs/how-to/backup.md says how a copy is brought back.`
}

async function openFile(path: string): Promise<SqliteDatabase.Database> {
  try {
    if (path !== ':memory:') createPrivateFile(path)
    // The change to a write-ahead log wants the file alone, which others opening it want as well.
    return await retryWhileBusy(() => openDurably(path))
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    throw toOpenError(path, cause)
  }
}

/** SQLite would make it readable by everybody; the files beside it take over its mode. */
function createPrivateFile(path: string) {
  const folder = dirname(path)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const remote = process.platform === 'linux' && readNetworkFileSystem(statfsSync(folder).type)
  if (remote) {
    throw new StoreError(
      `The database ${path} would be on a network file system (${remote}), where SQLite can lose data. Use a local disk, or PostgreSQL.`,
    )
  }
  closeSync(openSync(path, 'a', 0o600))
}

function openDurably(path: string): SqliteDatabase.Database {
  // Waiting is retryWhileBusy's.
  const database = new SqliteDatabase(path, { timeout: 0 })
  try {
    const journal = database.pragma('journal_mode = WAL', { simple: true })
    if (path !== ':memory:' && journal !== 'wal') {
      throw new StoreError(`The database ${path} is where SQLite cannot keep a write-ahead log.`)
    }
    database.pragma('foreign_keys = ON')
    // Kibibytes, of which as many are taken as are read: a large directory is more than the usual 16 MB.
    database.pragma('cache_size = -65536')
    // better-sqlite3 is compiled so that a re-opened WAL database falls to NORMAL, which may lose
    // commits already answered for when the power goes. FULL on every open, and proved.
    database.pragma('synchronous = FULL')
    if (database.pragma('synchronous', { simple: true }) !== 2) {
      throw new StoreError('SQLite did not take synchronous = FULL.')
    }
    return database
  } catch (error) {
    database.close()
    throw error
  }
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
