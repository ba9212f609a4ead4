import type { Db } from './database.ts'
import { type KeyRing, rewrap } from './seal.ts'
import { toSessionToken, toTokenRow } from './session-tokens.ts'

const NEWEST = 10

/**
 * Whether a key ring is the one that the database is used with: it opens one of the tokens sealed
 * last, or there is none. A server with another ring would end the session of everybody it meets.
 */
export async function checkKeyRing(db: Db, ring: KeyRing): Promise<boolean> {
  const rows = await db
    .selectFrom('session_tokens as t')
    .innerJoin('sessions as s', 's.id', 't.session_id')
    .selectAll('t')
    .where('s.ended_at', 'is', null)
    .orderBy('s.created_at', 'desc')
    .limit(NEWEST)
    .execute()
  const opened = await Promise.all(
    rows.map(toSessionToken).map((token) =>
      rewrap(token.sealed, { ring, row: toTokenRow(token) }).then(
        () => true,
        () => false,
      ),
    ),
  )
  return opened.length === 0 || opened.includes(true)
}
