import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { toDatabaseClock } from './to-database-clock.ts'

/** A right to do one thing alone, among all processes on this database, until it expires. */
export interface Lease {
  name: string
  holder: string
  /** Greater than that of every lease of this name before. */
  fence: number
}

/**
 * Takes a lease, unless somebody has it: the same holder asking again does not get it either. What
 * is free and what has expired is the database's to say, so the processes' clocks do not matter.
 *
 * @param wanted.forMs how long it lasts, in milliseconds, unless it is renewed
 */
export async function acquireLease(
  db: Db,
  { name, holder, forMs }: { name: string; holder: string; forMs: number },
): Promise<Lease | undefined> {
  const clock = toDatabaseClock(db)
  const expires_at_ms = sql<number>`${clock} + ${forMs}`
  return (
    db
      .insertInto('leases')
      // Rows of long unused leases are deleted. Counting from the clock, fences do not begin again.
      .values({ name, holder, fence: clock, expires_at_ms })
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet((row) => ({ holder, fence: row('leases.fence', '+', 1), expires_at_ms }))
          .where('leases.expires_at_ms', '<=', clock),
      )
      .returning(['name', 'holder', 'fence'])
      .executeTakeFirst()
  )
}

/** Lets a lease last for `forMs` milliseconds from now. Answers false when it was lost. */
export async function renewLease(db: Db, lease: Lease, forMs: number): Promise<boolean> {
  return moveExpiry(db, lease, forMs)
}

/** Gives a lease back, if it is still held. */
export async function releaseLease(db: Db, lease: Lease): Promise<void> {
  await moveExpiry(db, lease, 0)
}

/**
 * Whether a lease is still its holder's. Within a transaction it then stays so to the end: nobody
 * can take the row over before.
 */
export async function isLeaseHeld(tx: Db, { name, holder, fence }: Lease): Promise<boolean> {
  const row = await tx
    .selectFrom('leases')
    .select('name')
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('fence', '=', fence)
    .where('expires_at_ms', '>', toDatabaseClock(tx))
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst()
  return row !== undefined
}

async function moveExpiry(db: Db, { name, holder, fence }: Lease, forMs: number) {
  const clock = toDatabaseClock(db)
  const { numUpdatedRows } = await db
    .updateTable('leases')
    .set({ expires_at_ms: sql<number>`${clock} + ${forMs}` })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .where('fence', '=', fence)
    .where('expires_at_ms', '>', clock)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
