import type { Db } from './database.ts'

/**
 * What must not come back with an older copy of the database: sessions, some of which were ended since,
 * links in mails that were used since, and batches that were under way, whose accounts others may have
 * changed since. Nobody is signed in afterwards; batches are cancelled as if somebody had said so.
 *
 * @param at an instant
 * @returns how many sessions and batches were ended
 */
export function forgetSessions(db: Db, at: string): Promise<{ sessions: number; batches: number }> {
  return db.transaction().execute(async (tx) => {
    const ended = await tx.deleteFrom('sessions').where('ended_at', 'is', null).executeTakeFirst()
    for (const table of [
      'one_time_tokens',
      'sign_in_transactions',
      'sign_in_requests',
      'delegated_tokens',
      'app_tokens',
      'batch_tokens',
      'leases',
    ] as const) {
      await tx.deleteFrom(table).execute()
    }
    const cancelled = await tx
      .updateTable('batches')
      .set({ cancel_requested_at: at, status: 'queued', pause_reason: null })
      .where('status', 'in', ['queued', 'running', 'paused'])
      .executeTakeFirst()
    return {
      sessions: Number(ended.numDeletedRows),
      batches: Number(cancelled.numUpdatedRows),
    }
  })
}
