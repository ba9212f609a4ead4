import { closeSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { StoreError } from './store-error.ts'

/**
 * Copies a database as it is at one moment, while servers go on reading and writing, and proves that the
 * copy is whole. It holds what the database holds: keep it as safely.
 *
 * @param from the file of a database
 * @param to a file that is not there yet; made for its owner's eyes alone
 * @throws {StoreError} there is no such database, there is such a file, or the copy is not whole.
 */
export function backUpSqlite(from: string, to: string): void {
  const source = openReadOnly(from)
  try {
    createFile(to)
    try {
      copy(source, to)
    } catch (cause) {
      rmSync(to, { force: true })
      throw new StoreError(`The database ${from} could not be copied to ${to}.`, { cause })
    }
  } finally {
    source.close()
  }
}

function copy(source: SqliteDatabase.Database, to: string): void {
  checkWhole(source)
  // One read transaction: writers are neither waited for nor held up. https://sqlite.org/lang_vacuum.html#vacuuminto
  source.prepare('vacuum into ?').run(to)
  // SQLite leaves that to whoever wants it.
  for (const path of [to, dirname(to)]) {
    const file = openSync(path, 'r')
    fsyncSync(file)
    closeSync(file)
  }
  const copied = openReadOnly(to)
  try {
    checkWhole(copied)
  } finally {
    copied.close()
  }
}

function checkWhole(database: SqliteDatabase.Database): void {
  const verdict = database.pragma('integrity_check', { simple: true })
  if (verdict !== 'ok') throw new StoreError(`SQLite says of it: ${verdict}.`)
}

function openReadOnly(path: string): SqliteDatabase.Database {
  try {
    const database = new SqliteDatabase(path, { readonly: true, fileMustExist: true })
    database.pragma('schema_version')
    return database
  } catch (cause) {
    throw new StoreError(`There is no database in ${path}.`, { cause })
  }
}

/** `vacuum into` takes an empty file, and would make one that everybody can read. */
function createFile(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'wx', 0o600))
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'
    const reason = isThere ? 'is there already' : 'cannot be written'
    throw new StoreError(`The file ${path} ${reason}.`, { cause })
  }
}
