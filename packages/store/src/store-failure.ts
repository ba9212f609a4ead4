import SqliteDatabase from 'better-sqlite3'
import { DatabaseError } from 'pg'

/**
 * What keeps a database from being used: others hold it for too long, its disk is full, it is damaged, or
 * it does not answer.
 */
export type StoreFailureReason = 'busy' | 'full' | 'damaged' | 'away'

/** The database cannot be used at the moment. What is wrong with a statement is another matter. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure'
  readonly reason: StoreFailureReason

  constructor(reason: StoreFailureReason, options: { cause: unknown }) {
    super(MESSAGES[reason], options)
    this.reason = reason
  }
}

const MESSAGES: Record<StoreFailureReason, string> = {
  busy: 'The database is held by somebody else for too long.',
  full: 'The disk of the database is full.',
  damaged: 'The database is damaged: see docs/how-to/backup.md.',
  away: 'The database does not answer.',
}

/** By the beginning of the code: https://sqlite.org/rescode.html */
const SQLITE_REASONS: readonly (readonly [string, StoreFailureReason])[] = [
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_IOERR', 'away'],
  ['SQLITE_CANTOPEN', 'away'],
  ['SQLITE_READONLY', 'away'],
  ['SQLITE_PROTOCOL', 'away'],
]

/** By code or class: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const POSTGRES_REASONS: readonly (readonly [string, StoreFailureReason])[] = [
  ['55P03', 'busy'],
  ['57014', 'busy'],
  ['40', 'busy'],
  ['53100', 'full'],
  ['XX001', 'damaged'],
  ['XX002', 'damaged'],
  ['08', 'away'],
  ['53', 'away'],
  ['57P', 'away'],
  ['58', 'away'],
  ['25006', 'away'],
  ['25P03', 'away'],
  // The database itself, a role or a password, while we run: somebody is at work on it.
  ['3D', 'away'],
  ['28', 'away'],
]

/** What an error of a driver is: a failure of the database, or whatever it was. */
export function toStoreFailure(error: unknown): unknown {
  const reason = toReason(error)
  return reason === undefined ? error : new StoreFailure(reason, { cause: error })
}

function toReason(error: unknown): StoreFailureReason | undefined {
  if (error instanceof StoreFailure) return undefined
  if (error instanceof SqliteDatabase.SqliteError) return find(SQLITE_REASONS, error.code)
  if (error instanceof DatabaseError) return find(POSTGRES_REASONS, error.code ?? '')
  return error instanceof Error && isConnectionLost(error) ? 'away' : undefined
}

function find(reasons: typeof SQLITE_REASONS, code: string): StoreFailureReason | undefined {
  return reasons.find(([start]) => code.startsWith(start))?.[1]
}

/** A system's error (`ECONNREFUSED`, …) has a code; what `pg` says of its own connections has only a text. */
function isConnectionLost(error: Error): boolean {
  return (
    'syscall' in error ||
    error instanceof AggregateError ||
    /connection terminated|connection error|timeout exceeded when trying to connect|ssl connection/i.test(
      error.message,
    )
  )
}
