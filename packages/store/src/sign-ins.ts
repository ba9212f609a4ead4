import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'
import type { SignInRequestTable } from './tables/sign-in-request.table.ts'
import type { SignInTransactionTable } from './tables/sign-in-transaction.table.ts'

export interface SignInTransaction {
  purpose: SignInTransactionTable['purpose']
  nonce: string
  codeVerifier: string
  returnTo: string
  scopes: string[]
  startedAt: string
  /** The session whose person it is to be linked with; for the purpose `link`. */
  sessionId?: string | null
}

export interface NewSignInTransaction extends SignInTransaction {
  state: string
  /** The secret in the cookie of the browser that starts it. */
  browserSecret: string
  expiresAt: string
}

/** Notes a sign-in that starts now. Neither `state` nor the browser's secret is stored. */
export async function createSignInTransaction(
  db: Db,
  started: NewSignInTransaction,
): Promise<void> {
  await db
    .insertInto('sign_in_transactions')
    .values({
      state_hash: hashSecret(started.state),
      browser_hash: hashSecret(started.browserSecret),
      purpose: started.purpose,
      nonce: started.nonce,
      code_verifier: started.codeVerifier,
      return_to: started.returnTo,
      scopes: started.scopes.join(' '),
      started_at: started.startedAt,
      expires_at: started.expiresAt,
      consumed_at: null,
      session_id: started.sessionId ?? null,
    })
    .execute()
}

export type ConsumeOutcome =
  | { outcome: 'consumed'; transaction: SignInTransaction }
  | { outcome: 'used'; returnTo: string }
  | { outcome: 'expired' | 'unknown' | 'other_browser' }

/**
 * Takes a started sign-in, once: the one statement that does so also checks the browser and the
 * time, so two answers that race cannot both have it. Another browser's attempt uses nothing up.
 */
export async function consumeSignInTransaction(
  db: Db,
  attempt: {
    state: string
    browserSecret: string | undefined
    /** What the answer is for: one that was started for something else is unknown here. */
    purposes: readonly SignInTransaction['purpose'][]
    now: string
  },
): Promise<ConsumeOutcome> {
  const stateHash = hashSecret(attempt.state)
  const browserHash = hashSecret(attempt.browserSecret ?? '')
  const row = await db
    .updateTable('sign_in_transactions')
    .set({ consumed_at: attempt.now })
    .where('state_hash', '=', stateHash)
    .where('browser_hash', '=', browserHash)
    .where('purpose', 'in', attempt.purposes)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', attempt.now)
    .returningAll()
    .executeTakeFirst()
  if (row) {
    return {
      outcome: 'consumed',
      transaction: {
        purpose: row.purpose,
        nonce: row.nonce,
        codeVerifier: row.code_verifier,
        returnTo: row.return_to,
        scopes: row.scopes.split(' '),
        startedAt: row.started_at,
        sessionId: row.session_id,
      },
    }
  }
  const refused = await db
    .selectFrom('sign_in_transactions')
    .select(['browser_hash', 'consumed_at', 'return_to'])
    .where('state_hash', '=', stateHash)
    .where('purpose', 'in', attempt.purposes)
    .executeTakeFirst()
  if (!refused) return { outcome: 'unknown' }
  if (refused.consumed_at !== null) return { outcome: 'used', returnTo: refused.return_to }
  return { outcome: refused.browser_hash === browserHash ? 'expired' : 'other_browser' }
}

/** What a later sign-in shall ask for. */
export interface SignInRequest {
  purpose: SignInRequestTable['purpose']
  scopes: string[]
  /** A claims challenge's JSON. */
  claims: string | null
}

/** Notes what a later sign-in shall ask for, under an id that an address may carry. */
export async function createSignInRequest(
  db: Db,
  { id, purpose, scopes, claims, expiresAt }: SignInRequest & { id: string; expiresAt: string },
): Promise<void> {
  await db
    .insertInto('sign_in_requests')
    .values({ id, purpose, scopes: scopes.join(' '), claims, expires_at: expiresAt })
    .execute()
}

/** What was noted under an id, unless it is unknown or too old. */
export async function readSignInRequest(
  db: Db,
  id: string,
  now: string,
): Promise<SignInRequest | undefined> {
  const row = await db
    .selectFrom('sign_in_requests')
    .select(['purpose', 'scopes', 'claims'])
    .where('id', '=', id)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { ...row, scopes: row.scopes === '' ? [] : row.scopes.split(' ') }
}
