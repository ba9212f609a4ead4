import type { Db } from './database.ts'
import { type KeyRing, rewrap } from './seal.ts'
import { type SessionToken, toSessionToken, toTokenRow } from './session-tokens.ts'
import { UnsealError } from './store-error.ts'

/**
 * Seals all stored tokens with the newest key of the ring, after which the older ones can go. Rows
 * that no key of the ring opens are left as they are and counted. May run while the tokens are in
 * use, and more than once.
 *
 * A process that still has the old ring goes on sealing with an older key. So first let every
 * process have the new one, and run this until it answers `rewrapped: 0`.
 *
 * @param options.batchSize how many rows are read at a time
 */
export async function rewrapSessionTokens(
  db: Db,
  ring: KeyRing,
  { batchSize }: { batchSize: number },
): Promise<{ rewrapped: number; unreadable: number }> {
  const count = { rewrapped: 0, unreadable: 0 }
  for await (const token of walkTokens(db, batchSize)) {
    const sealed = await rewrap(token.sealed, { ring, row: toTokenRow(token) }).catch(toUnreadable)
    if (sealed === 'unreadable') count.unreadable += 1
    else if (sealed && (await replaceSealed(db, token, sealed))) count.rewrapped += 1
  }
  return count
}

/** By primary key, from the last one seen: rows that come and go meanwhile shift nothing. */
async function* walkTokens(db: Db, batchSize: number): AsyncGenerator<SessionToken> {
  for (let last: TokenKey | undefined = BEFORE_ALL; last; ) {
    const tokens = await readTokensAfter(db, last, batchSize)
    yield* tokens
    last = tokens.at(-1)
  }
}

type TokenKey = Record<'sessionId' | 'kind' | 'resource', string>

const BEFORE_ALL: TokenKey = { sessionId: '', kind: '', resource: '' }

async function readTokensAfter(
  db: Db,
  { sessionId, kind, resource }: TokenKey,
  limit: number,
): Promise<SessionToken[]> {
  const rows = await db
    .selectFrom('session_tokens')
    .selectAll()
    .where((row) =>
      row(
        row.refTuple('session_id', 'kind', 'resource'),
        '>',
        // No row has the kind of BEFORE_ALL, but it stands before those they have.
        row.tuple(sessionId, kind as SessionToken['kind'], resource),
      ),
    )
    .orderBy('session_id')
    .orderBy('kind')
    .orderBy('resource')
    .limit(limit)
    .execute()
  return rows.map(toSessionToken)
}

/** Only in the place of what was read: a token that was refreshed meanwhile is the better one. */
async function replaceSealed(db: Db, token: SessionToken, sealed: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('session_tokens')
    .set({ sealed })
    .where('session_id', '=', token.sessionId)
    .where('kind', '=', token.kind)
    .where('resource', '=', token.resource)
    .where('sealed', '=', token.sealed)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

function toUnreadable(error: unknown): 'unreadable' {
  if (error instanceof UnsealError) return 'unreadable'
  throw error
}
