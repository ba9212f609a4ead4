import { sql } from 'kysely'
import type { Db } from './database.ts'
import { deleteDroppedMirrors } from './directory-mirror.ts'
import { toDatabaseClock } from './to-database-clock.ts'

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
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('expires_at', '<', before)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('expires_at', '<', before), where('ended_at', '<', before)]))
    .execute()
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
  return Number(numDeletedRows)
}
