import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import type { SessionLimits } from './sessions.ts'
import type { SessionTable } from './tables/session.table.ts'

/** A session as its owner sees it in a list. Nothing in it opens one. */
export interface ListedSession {
  id: string
  door: SessionTable['door']
  createdAt: string
  lastSeenAt: string
  /** What the browser called itself at sign-in. */
  userAgent: string | null
  /** Where the sign-in came from. */
  ip: string | null
}

/** A person's sessions that are alive, the one used last first. */
export async function listLiveSessions(
  db: Db,
  personId: string,
  { now, idleSince }: SessionLimits,
): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'door', 'created_at', 'last_seen_at', 'user_agent', 'ip'])
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .where(({ eb, or }) =>
      or([eb('last_seen_at', '>', idleSince), eb('is_remembered', '=', eb.lit(1))]),
    )
    .orderBy('last_seen_at', 'desc')
    // Use is noted once a minute: of two with the same note, the younger one stands first.
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    door: row.door,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    userAgent: row.user_agent,
    ip: row.ip,
  }))
}

/**
 * Ends one session of a person and deletes its tokens.
 *
 * @returns false when there is no such session, it is another person's, or it is over.
 */
export async function endSessionOfPerson(
  db: Db,
  { id, personId }: { id: string; personId: string },
  at: string,
): Promise<boolean> {
  return (await endLiveSessions(db, { personId, id }, at)) > 0
}

/**
 * Ends a person's sessions but one and deletes their tokens.
 *
 * @returns how many ended.
 */
export async function endOtherSessions(
  db: Db,
  { personId, exceptId }: { personId: string; exceptId: string },
  at: string,
): Promise<number> {
  return endLiveSessions(db, { personId, exceptId }, at)
}

/** Ends all of a person's sessions and deletes their tokens, within a transaction. */
export async function endAllSessions(tx: Db, personId: string, at: string): Promise<void> {
  await endWithin(tx, { personId }, at)
}

interface Ending {
  personId: string
  id?: string
  exceptId?: string
}

function endLiveSessions(db: Db, ending: Ending, at: string): Promise<number> {
  return db.transaction().execute((tx) => endWithin(tx, ending, at))
}

/** Idle ones too: a server that is told to wait longer would let them go on. */
async function endWithin(tx: Db, { personId, id, exceptId }: Ending, at: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('sessions')
    .set({ ended_at: at })
    .where('id', 'in', (query) =>
      query
        .selectFrom('sessions')
        .select('id')
        .where('person_id', '=', personId)
        .$if(id !== undefined, (named) => named.where('id', '=', id ?? ''))
        .$if(exceptId !== undefined, (named) => named.where('id', '!=', exceptId ?? ''))
        .where('ended_at', 'is', null)
        .where('expires_at', '>', at)
        // Locked in one order, so that two who end the same sessions cannot wait for each other.
        .orderBy('id')
        .$if(isPostgres(tx), (rows) => rows.forNoKeyUpdate()),
    )
    .executeTakeFirstOrThrow()
  // By what they are, not by a list of ids: every length of one would be another statement to keep.
  await tx
    .deleteFrom('session_tokens')
    .where('session_id', 'in', (query) =>
      query
        .selectFrom('sessions')
        .select('id')
        .where('person_id', '=', personId)
        .where('ended_at', 'is not', null),
    )
    .execute()
  return Number(numUpdatedRows)
}
