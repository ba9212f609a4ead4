import { setTimeout as wait } from 'node:timers/promises'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Db } from './database.ts'
import { deleteDroppedMirrors } from './directory-mirror.ts'
import { toDatabaseClock } from './to-database-clock.ts'

const DELETED_AT_ONCE = 100
/** A request takes several turns of the event loop, and all of them are to come between. */
const REST_MS = 10
const KEEP_LEASES_MS = 24 * 60 * 60 * 1000

/**
 * Removes what ended or expired before an instant: sessions with their tokens, sign-ins, requests,
 * the notes of logout tokens, links in mails, browsers, counted attempts, the application's own tokens
 * and those got on behalf of callers. Removes leases too that nobody has had for a day, and what is left of dropped
 * mirrors.
 *
 * @returns how many sessions were among them that time alone had ended
 */
export async function deleteExpired(db: Db, before: string): Promise<number> {
  const expired = db
    .selectFrom('sessions')
    .select('id')
    .where('expires_at', '<', before)
    .where('ended_at', 'is', null)
  const sessions = await deleteSessions(db, expired)
  const ended = db
    .selectFrom('sessions')
    .select('id')
    .where((where) => where.or([where('expires_at', '<', before), where('ended_at', '<', before)]))
  await deleteSessions(db, ended)
  await db.deleteFrom('sign_in_transactions').where('expires_at', '<', before).execute()
  await db.deleteFrom('sign_in_requests').where('expires_at', '<', before).execute()
  await db.deleteFrom('used_logout_tokens').where('expires_at', '<', before).execute()
  await db.deleteFrom('one_time_tokens').where('expires_at', '<', before).execute()
  await db.deleteFrom('idempotency_keys').where('expires_at', '<', before).execute()
  await db.deleteFrom('devices').where('expires_at', '<', before).execute()
  await db.deleteFrom('attempts').where('window_ends_at', '<', before).execute()
  await db.deleteFrom('delegated_tokens').where('expires_at', '<', before).execute()
  await db.deleteFrom('app_tokens').where('expires_at', '<', before).execute()
  await db
    .deleteFrom('leases')
    .where('expires_at_ms', '<', sql<number>`${toDatabaseClock(db)} - ${KEEP_LEASES_MS}`)
    .execute()
  await deleteDroppedMirrors(db)
  return sessions
}

/** A few at a time, and the others' turn between: a morning's sessions in one statement would hold everybody up. */
async function deleteSessions(
  db: Db,
  which: SelectQueryBuilder<Database, 'sessions', { id: string }>,
): Promise<number> {
  for (let deleted = 0; ; await wait(REST_MS)) {
    const { numDeletedRows } = await db
      .deleteFrom('sessions')
      .where('id', 'in', which.limit(DELETED_AT_ONCE))
      .executeTakeFirstOrThrow()
    deleted += Number(numDeletedRows)
    if (numDeletedRows < DELETED_AT_ONCE) return deleted
  }
}
