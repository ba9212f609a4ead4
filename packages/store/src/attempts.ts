import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'

export interface Attempts {
  /** Of this window, the one just noted among them. */
  count: number
  windowEndsAt: string
}

/**
 * Notes an attempt and tells how many that makes. One statement notes and counts, so that of many at
 * once each gets a number of its own. A window begins with its first attempt.
 *
 * @param key what is counted; only its hash is kept
 */
export async function noteAttempt(
  db: Db,
  { key, now, windowEndsAt }: { key: string; now: string; windowEndsAt: string },
): Promise<Attempts> {
  const row = await db
    .insertInto('attempts')
    .values({ key_hash: hashSecret(key), count: 1, window_ends_at: windowEndsAt })
    .onConflict((conflict) =>
      conflict.column('key_hash').doUpdateSet(({ eb, ref }) => {
        const isOver = eb(ref('attempts.window_ends_at'), '<=', now)
        return {
          count: eb
            .case()
            .when(isOver)
            .then(1)
            .else(eb(ref('attempts.count'), '+', 1))
            .end(),
          window_ends_at: eb
            .case()
            .when(isOver)
            .then(windowEndsAt)
            .else(ref('attempts.window_ends_at'))
            .end(),
        }
      }),
    )
    .returning(['count', 'window_ends_at'])
    .executeTakeFirstOrThrow()
  return { count: row.count, windowEndsAt: row.window_ends_at }
}

/** Takes back an attempt that succeeded, so that only failures count. */
export async function takeBackAttempt(db: Db, key: string): Promise<void> {
  await db
    .updateTable('attempts')
    .set(({ eb }) => ({ count: eb('count', '-', 1) }))
    .where('key_hash', '=', hashSecret(key))
    .where('count', '>', 0)
    .execute()
}

/** Begins to count anew. */
export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.deleteFrom('attempts').where('key_hash', '=', hashSecret(key)).execute()
}
