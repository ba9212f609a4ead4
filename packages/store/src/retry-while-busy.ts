import { setTimeout } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'

const PATIENCE_MS = 10_000
const LONGEST_WAIT_MS = 16

/**
 * Does something with SQLite again while another connection is writing.
 *
 * SQLite's own busy timeout would sleep on this thread: every request stands still meanwhile, and
 * where the other connection belongs to this very process it can never finish.
 */
export async function retryWhileBusy<Result>(
  attempt: () => Result | Promise<Result>,
): Promise<Result> {
  const givesUpAt = performance.now() + PATIENCE_MS
  for (let waitMs = 1; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > givesUpAt) throw error
    }
    // Those who wait must not come back all at the same moment.
    await setTimeout(waitMs * (0.5 + Math.random()))
  }
}

/** A stale snapshot stays stale: no waiting helps a transaction that has read before it writes. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof SqliteDatabase.SqliteError)) return false
  return error.code.startsWith('SQLITE_BUSY') && error.code !== 'SQLITE_BUSY_SNAPSHOT'
}
