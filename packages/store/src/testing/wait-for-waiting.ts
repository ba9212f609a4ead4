import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Db } from '../database.ts'

/** Waits until so many transactions of a PostgreSQL database wait for a lock of another one. */
export async function waitForWaiting(db: Db, count: number): Promise<void> {
  const countWaiting = async () => {
    const { rows } = await sql`
      select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length
  }
  await expect.poll(countWaiting, { timeout: 10_000 }).toBe(count)
}
