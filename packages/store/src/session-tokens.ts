import type { Selectable } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { isLeaseHeld, type Lease } from './leases.ts'
import type { SessionTokenTable } from './tables/session-token.table.ts'

export interface SessionToken {
  sessionId: string
  kind: SessionTokenTable['kind']
  resource: string
  scopes: string[]
  /** What `seal` made of the token; this table never holds anything else. */
  sealed: string
  expiresAt: string | null
}

/** Why nothing was written: the session is over, or somebody else may hold the lease by now. */
export type SaveOutcome = { saved: true } | { saved: false; reason: 'session_ended' | 'lease_lost' }

/** Names a token's row: what its seal is bound to. */
export function toTokenRow({
  sessionId,
  kind,
  resource,
}: Pick<SessionToken, 'sessionId' | 'kind' | 'resource'>): string {
  return `${sessionId}/${kind}/${resource}`
}

/**
 * Writes tokens of one session, each in the place of the one before it, all or none.
 * Writes nothing when the session has ended meanwhile, and says so.
 *
 * @param lease the lease under which they were fetched: nothing is written when it was lost
 */
export async function saveSessionTokens(
  db: Db,
  sessionId: string,
  tokens: Omit<SessionToken, 'sessionId'>[],
  lease?: Lease,
): Promise<SaveOutcome> {
  return db.transaction().execute(async (tx) => {
    if (lease && !(await isLeaseHeld(tx, lease))) return { saved: false, reason: 'lease_lost' }
    if (!(await isAlive(tx, sessionId))) return { saved: false, reason: 'session_ended' }
    for (const token of tokens) {
      const row = {
        scopes: token.scopes.join(' '),
        sealed: token.sealed,
        expires_at: token.expiresAt,
      }
      await tx
        .insertInto('session_tokens')
        .values({ ...row, session_id: sessionId, kind: token.kind, resource: token.resource })
        .onConflict((conflict) =>
          conflict.columns(['session_id', 'kind', 'resource']).doUpdateSet(row),
        )
        .execute()
    }
    return { saved: true }
  })
}

/** Whoever ends the session waits, so that they see and delete the tokens written now. */
async function isAlive(tx: Db, sessionId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .$if(isPostgres(tx), (query) => query.forNoKeyUpdate())
    .executeTakeFirst()
  return row !== undefined
}

/** Every token row of a session, sealed. */
export async function listSessionTokens(db: Db, sessionId: string): Promise<SessionToken[]> {
  const rows = await db
    .selectFrom('session_tokens')
    .selectAll()
    .where('session_id', '=', sessionId)
    .orderBy('resource')
    .execute()
  return rows.map(toSessionToken)
}

/** One token row of a session, sealed. */
export async function readSessionToken(
  db: Db,
  sessionId: string,
  kind: SessionToken['kind'],
  resource: string,
): Promise<SessionToken | undefined> {
  const row = await db
    .selectFrom('session_tokens')
    .selectAll()
    .where('session_id', '=', sessionId)
    .where('kind', '=', kind)
    .where('resource', '=', resource)
    .executeTakeFirst()
  return row && toSessionToken(row)
}

export function toSessionToken(row: Selectable<SessionTokenTable>): SessionToken {
  return {
    sessionId: row.session_id,
    kind: row.kind,
    resource: row.resource,
    scopes: row.scopes === '' ? [] : row.scopes.split(' '),
    sealed: row.sealed,
    expiresAt: row.expires_at,
  }
}
