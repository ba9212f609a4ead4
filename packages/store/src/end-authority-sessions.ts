import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'

/** Whom a logout token names: a session of the authority, a person, or both. */
export interface AuthoritySessions {
  tenantId: string
  /** `sid`. */
  authoritySessionId?: string | null | undefined
  /** `sub`. */
  subject?: string | null | undefined
}

/**
 * Ends the sessions that are alive of what a logout token names, and deletes their tokens. Both
 * names must match where both are given; where neither is, nothing ends. May be part of a transaction.
 *
 * @returns how many sessions ended
 */
export async function endAuthoritySessions(
  db: Db,
  { tenantId, authoritySessionId, subject }: AuthoritySessions,
  at: string,
): Promise<number> {
  if (!authoritySessionId && !subject) return 0
  const end = async (tx: Db) => {
    const ended = await tx
      .updateTable('sessions')
      .set({ ended_at: at })
      .where('id', 'in', (query) =>
        query
          .selectFrom('sessions as s')
          .innerJoin('entra_identities as e', 'e.person_id', 's.person_id')
          .select('s.id')
          .where('e.tenant_id', '=', tenantId)
          .where('s.door', '=', 'entra')
          .where('s.ended_at', 'is', null)
          .where('s.expires_at', '>', at)
          .$if(Boolean(authoritySessionId), (named) =>
            named.where('s.authority_session_id', '=', authoritySessionId ?? ''),
          )
          .$if(Boolean(subject), (named) => named.where('s.subject', '=', subject ?? ''))
          // Locked in one order, so that two who end the same sessions cannot wait for each other.
          .orderBy('s.id')
          .$if(isPostgres(tx), (rows) => rows.forNoKeyUpdate('s')),
      )
      .returning('id')
      .execute()
    const ids = ended.map(({ id }) => id)
    if (ids.length > 0) {
      await tx.deleteFrom('session_tokens').where('session_id', 'in', ids).execute()
    }
    return ids.length
  }
  return db.isTransaction ? end(db) : db.transaction().execute(end)
}
