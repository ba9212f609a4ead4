import type { InferResult } from 'kysely'
import { hashSecret } from './hash-secret.ts'
import type { Db } from './open-store.ts'
import { type EntraIdentity, type Person, toEntraIdentity, toPerson } from './people.ts'
import type { SessionTable } from './tables/session.table.ts'

/** A session that is alive, with the person it belongs to. */
export interface Session {
  id: string
  door: SessionTable['door']
  authoritySessionId: string | null
  loginHint: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  person: Person
  entra: EntraIdentity | null
}

export interface NewSession {
  id: string
  /** The secret in the cookie; only its hash is stored. */
  secret: string
  personId: string
  door: SessionTable['door']
  authoritySessionId: string | null
  loginHint: string | null
  userAgent: string | null
  ip: string | null
  createdAt: string
  expiresAt: string
}

/** The only way a session row comes to be. */
export async function createSession(db: Db, session: NewSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      id: session.id,
      secret_hash: hashSecret(session.secret),
      person_id: session.personId,
      door: session.door,
      authority_session_id: session.authoritySessionId,
      login_hint: session.loginHint,
      user_agent: session.userAgent,
      ip: session.ip,
      created_at: session.createdAt,
      last_seen_at: session.createdAt,
      expires_at: session.expiresAt,
      ended_at: null,
    })
    .execute()
}

/**
 * The session a cookie's secret opens, if it is alive.
 *
 * @param limits.now the instant to judge by
 * @param limits.idleSince a session last seen before this instant is over
 */
export async function readSession(
  db: Db,
  secret: string,
  limits: { now: string; idleSince: string },
): Promise<Session | undefined> {
  const parameters = [hashSecret(secret), limits.now, limits.idleSince]
  // Every request asks this, so its text is made once.
  const query = liveSessions.get(db) ?? compileLiveSession(db)
  liveSessions.set(db, query)
  const [row] = (await db.executeQuery<LiveSession>({ ...query, parameters })).rows
  if (!row) return undefined
  return {
    id: row.session_id,
    door: row.door,
    authoritySessionId: row.authority_session_id,
    loginHint: row.login_hint,
    createdAt: row.session_created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    person: toPerson(row),
    entra: toEntraIdentity(row),
  }
}

type LiveSession = InferResult<ReturnType<typeof compileLiveSession>>[number]

const liveSessions = new WeakMap<Db, ReturnType<typeof compileLiveSession>>()

/** The values stand for themselves: `readSession` puts others in, in the order they have here. */
function compileLiveSession(db: Db) {
  return (
    db
      .selectFrom('sessions as s')
      .innerJoin('people as p', 'p.id', 's.person_id')
      .leftJoin('entra_identities as e', 'e.person_id', 's.person_id')
      .leftJoin('organizations as o', 'o.tenant_id', 'e.tenant_id')
      .select([
        's.id as session_id',
        's.door',
        's.authority_session_id',
        's.login_hint',
        's.created_at as session_created_at',
        's.last_seen_at',
        's.expires_at',
        'p.id',
        'p.display_name',
        'p.email',
        'p.accent_color',
        'p.theme',
        'p.locale',
        'e.tenant_id',
        'e.object_id',
        'e.user_principal_name',
        'e.mail',
        'e.given_name',
        'e.surname',
        'e.job_title',
        'e.role_grants',
        'e.has_photo',
        'o.display_name as organization_name',
      ])
      // A bare parameter here makes SQLite plan the joins again for each value: eight times the cost.
      .where('s.secret_hash', '=', (value) => value.cast<string>(value.val('hash'), 'text'))
      .where('s.ended_at', 'is', null)
      .where('s.expires_at', '>', 'now')
      .where('s.last_seen_at', '>', 'idleSince')
      .compile()
  )
}

/** Notes that the session is in use. An ended session stays ended. */
export async function touchSession(db: Db, id: string, seenAt: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ last_seen_at: seenAt })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
}

/** Ends a session and deletes its tokens. Ending it again changes nothing. */
export async function endSession(db: Db, id: string, endedAt: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('sessions')
      .set({ ended_at: endedAt })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .execute()
    await tx.deleteFrom('session_tokens').where('session_id', '=', id).execute()
  })
}

/** Removes what ended or expired before an instant: sessions with their tokens, sign-ins, requests. */
export async function deleteExpired(db: Db, before: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where((where) => where.or([where('expires_at', '<', before), where('ended_at', '<', before)]))
    .execute()
  await db.deleteFrom('sign_in_transactions').where('expires_at', '<', before).execute()
  await db.deleteFrom('sign_in_requests').where('expires_at', '<', before).execute()
}
