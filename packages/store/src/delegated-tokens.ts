import type { Db } from './database.ts'
import { isLeaseHeld, type Lease } from './leases.ts'

/** Names an access token that was got on behalf of a caller. */
interface DelegatedTokenKey {
  /** SHA-256 of the bearer token that the caller showed (`hashSecret`). */
  assertionHash: string
  resource: string
}

export interface DelegatedToken extends DelegatedTokenKey {
  scopes: string[]
  /** What `seal` made of the token with a key of the bearer token; this table never holds anything else. */
  sealed: string
  expiresAt: string
}

/** Names a token's row: what its seal is bound to. */
export function toDelegatedTokenRow({ assertionHash, resource }: DelegatedTokenKey): string {
  return `delegated_token/${assertionHash}/${resource}`
}

/**
 * Writes a token in the place of the one before it.
 *
 * @param lease the lease under which it was fetched: nothing is written when it was lost, since the
 *   one who has it now may have written a newer one
 */
export async function saveDelegatedToken(
  db: Db,
  { assertionHash, resource, scopes, sealed, expiresAt }: DelegatedToken,
  lease: Lease,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return
    const row = { scopes: scopes.join(' '), sealed, expires_at: expiresAt }
    await tx
      .insertInto('delegated_tokens')
      .values({ ...row, assertion_hash: assertionHash, resource })
      .onConflict((conflict) => conflict.columns(['assertion_hash', 'resource']).doUpdateSet(row))
      .execute()
  })
}

/** One token, sealed. */
export async function readDelegatedToken(
  db: Db,
  key: DelegatedTokenKey,
): Promise<DelegatedToken | undefined> {
  const row = await db
    .selectFrom('delegated_tokens')
    .select(['scopes', 'sealed', 'expires_at'])
    .where('assertion_hash', '=', key.assertionHash)
    .where('resource', '=', key.resource)
    .executeTakeFirst()
  if (!row) return undefined
  const scopes = row.scopes.split(' ').filter((scope) => scope !== '')
  return { ...key, scopes, sealed: row.sealed, expiresAt: row.expires_at }
}
