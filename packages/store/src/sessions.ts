import type { InferResult } from 'kysely'
import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'
import { isPostgres } from './is-postgres.ts'
import {
  type EntraIdentity,
  PERSON_COLUMNS,
  type Person,
  toEntraIdentity,
  toPerson,
} from './people.ts'
import type { SessionTable } from './tables/session.table.ts'

/** A session that is alive, with the person it belongs to. */
export interface Session {
  id: string
  door: SessionTable['door']
  authoritySessionId: string | null
  /** `sub` of the ID token. */
  subject: string | null
  loginHint: string | null
  /** When the person last proved who they are, as far as the authority says. */
  authenticatedAt: string | null
  createdAt: string
  lastSeenAt: string
  expiresAt: string
  /** It lasts beyond the browser, to `expiresAt`, however little it is used. */
  isRemembered: boolean
  /** The e-mail of an unlinked local account that the sign-in met. */
  linkOffer: string | null
  person: Person
  entra: EntraIdentity | null
  local: { email: string } | null
}

export interface NewSession {
  id: string
  /** The secret in the cookie; only its hash is stored. */
  secret: string
  personId: string
  door: SessionTable['door']
  authoritySessionId: string | null
  subject: string | null
  loginHint: string | null
  authenticatedAt: string | null
  userAgent: string | null
  ip: string | null
  createdAt: string
  expiresAt: string
  isRemembered?: boolean
  linkOffer?: string | null
  /** The hash that the person's password was held against: it must still be theirs. */
  passwordHash?: string | undefined
}

/**
 * The only way a session row comes to be.
 *
 * @returns false when the password was changed while it was being checked; then there is none.
 */
export async function createSession(db: Db, session: NewSession): Promise<boolean> {
  const { passwordHash } = session
  if (passwordHash === undefined) {
    await insertSession(db, session)
    return true
  }
  return db.transaction().execute(async (tx) => {
    // Locked: a change of the password ends all sessions, and must find this one or keep it from being.
    const account = await tx
      .selectFrom('local_accounts')
      .select('person_id')
      .where('person_id', '=', session.personId)
      .where('password_hash', '=', passwordHash)
      .$if(isPostgres(tx), (query) => query.forShare())
      .executeTakeFirst()
    if (account) await insertSession(tx, session)
    return account !== undefined
  })
}

async function insertSession(db: Db, session: NewSession): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      id: session.id,
      secret_hash: hashSecret(session.secret),
      person_id: session.personId,
      door: session.door,
      authority_session_id: session.authoritySessionId,
      subject: session.subject,
      login_hint: session.loginHint,
      authenticated_at: session.authenticatedAt,
      user_agent: session.userAgent,
      ip: session.ip,
      created_at: session.createdAt,
      last_seen_at: session.createdAt,
      expires_at: session.expiresAt,
      ended_at: null,
      is_remembered: session.isRemembered ? 1 : 0,
      link_offer: session.linkOffer ?? null,
    })
    .execute()
}

/** When a session is over. */
export interface SessionLimits {
  /** The instant to judge by. */
  now: string
  /** A session last seen at this instant or before is over, unless it is remembered. */
  idleSince: string
}

/** The session a cookie's secret opens, if it is alive. */
export async function readSession(
  db: Db,
  secret: string,
  limits: SessionLimits,
): Promise<Session | undefined> {
  const [session] = await readSessions(db, [secret], limits)
  return session
}

/**
 * What `readSession` says of each secret, in their order, by a single query. A session that is named
 * twice is the same object twice.
 */
export async function readSessions(
  db: Db,
  secrets: readonly string[],
  limits: SessionLimits,
): Promise<(Session | undefined)[]> {
  const hashes = new Map(secrets.map((secret) => [secret, '']))
  for (const secret of hashes.keys()) hashes.set(secret, hashSecret(secret))
  const sessions = new Map<string, Session>()
  for (const row of await readRows(db, [...hashes.values()], limits)) {
    sessions.set(row.secret_hash, toSession(row))
  }
  return secrets.map((secret) => sessions.get(hashes.get(secret) ?? ''))
}

/** The text of the query is made once for each power of two of hashes, the last one repeated. */
async function readRows(db: Db, hashes: string[], { now, idleSince }: SessionLimits) {
  const size = 2 ** Math.ceil(Math.log2(hashes.length))
  const padding = Array(size - hashes.length).fill(hashes.at(-1))
  const queries = liveSessions.get(db) ?? new Map()
  liveSessions.set(db, queries)
  const query = queries.get(size) ?? compileLiveSessions(db, size)
  queries.set(size, query)
  const parameters = [...hashes, ...padding, now, idleSince]
  return (await db.executeQuery<LiveSession>({ ...query, parameters })).rows
}

function toSession(row: LiveSession): Session {
  return {
    id: row.session_id,
    door: row.door,
    authoritySessionId: row.authority_session_id,
    subject: row.subject,
    loginHint: row.login_hint,
    authenticatedAt: row.authenticated_at,
    createdAt: row.session_created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
    isRemembered: row.is_remembered === 1,
    linkOffer: row.link_offer,
    person: toPerson(row),
    entra: toEntraIdentity(row),
    local: row.local_email === null ? null : { email: row.local_email },
  }
}

type LiveSessionQuery = ReturnType<typeof compileLiveSessions>
type LiveSession = InferResult<LiveSessionQuery>[number]

const liveSessions = new WeakMap<Db, Map<number, LiveSessionQuery>>()

/** The values stand for themselves: `readRows` puts others in, in the order they have here. */
function compileLiveSessions(db: Db, size: number) {
  return (
    db
      .selectFrom('sessions as s')
      .innerJoin('people as p', 'p.id', 's.person_id')
      .leftJoin('entra_identities as e', 'e.person_id', 's.person_id')
      .leftJoin('organizations as o', 'o.tenant_id', 'e.tenant_id')
      .leftJoin('local_accounts as l', 'l.person_id', 's.person_id')
      .select([
        's.secret_hash',
        's.id as session_id',
        's.door',
        's.authority_session_id',
        's.subject',
        's.login_hint',
        's.authenticated_at',
        's.created_at as session_created_at',
        's.last_seen_at',
        's.expires_at',
        's.is_remembered',
        's.link_offer',
        ...PERSON_COLUMNS,
      ])
      // A bare parameter here makes SQLite plan the joins again for each value: eight times the cost.
      .where((value) => {
        const hash = value.cast<string>(value.val('hash'), 'text')
        return value('s.secret_hash', 'in', Array(size).fill(hash))
      })
      .where('s.ended_at', 'is', null)
      .where('s.expires_at', '>', 'now')
      .where(({ eb, or }) =>
        or([eb('s.last_seen_at', '>', 'idleSince'), eb('s.is_remembered', '=', eb.lit(1))]),
      )
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

/**
 * Ends a session and deletes its tokens. Ending it again changes nothing.
 *
 * @returns whether it ended just now
 */
export async function endSession(db: Db, id: string, endedAt: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('sessions')
      .set({ ended_at: endedAt })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirstOrThrow()
    await tx.deleteFrom('session_tokens').where('session_id', '=', id).execute()
    return numUpdatedRows > 0n
  })
}
