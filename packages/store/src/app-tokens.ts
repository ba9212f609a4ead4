import type { Db } from './database.ts'
import { isLeaseHeld, type Lease } from './leases.ts'
import { type KeyRing, rewrap } from './seal.ts'
import { UnsealError } from './store-error.ts'

/** Names an access token of the application's own. */
interface AppTokenKey {
  /** As it was configured: an id or a domain name. */
  tenant: string
  clientId: string
  resource: string
}

export interface AppToken extends AppTokenKey {
  /** What `sealForServer` made of the token; this table never holds anything else. */
  sealed: string
  expiresAt: string
}

/** Names a token's row: what its seal is bound to. */
export function toAppTokenRow({ tenant, clientId, resource }: AppTokenKey): string {
  return `app_token/${tenant}/${clientId}/${resource}`
}

/**
 * Writes a token in the place of the one before it.
 *
 * @param lease the lease under which it was fetched: nothing is written when it was lost, since the
 *   one who has it now may have written a newer one
 */
export async function saveAppToken(db: Db, token: AppToken, lease: Lease): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (!(await isLeaseHeld(tx, lease))) return
    const row = { sealed: token.sealed, expires_at: token.expiresAt }
    await tx
      .insertInto('app_tokens')
      .values({ ...row, ...toKeyColumns(token) })
      .onConflict((conflict) =>
        conflict.columns(['tenant', 'client_id', 'resource']).doUpdateSet(row),
      )
      .execute()
  })
}

/** One token, sealed. */
export async function readAppToken(db: Db, key: AppTokenKey): Promise<AppToken | undefined> {
  const row = await db
    .selectFrom('app_tokens')
    .selectAll()
    .where((where) => where.and(toKeyColumns(key)))
    .executeTakeFirst()
  return row && { ...key, sealed: row.sealed, expiresAt: row.expires_at }
}

/**
 * Seals all tokens with the newest key of the ring, after which the older ones can go. One that no key
 * opens is left as it is: it is fetched anew when it is next needed. See `rewrapSessionTokens` for the
 * order of things.
 */
export async function rewrapAppTokens(db: Db, ring: KeyRing): Promise<{ rewrapped: number }> {
  let rewrapped = 0
  const rows = await db.selectFrom('app_tokens').selectAll().execute()
  for (const { tenant, client_id: clientId, resource, sealed: before } of rows) {
    const key = { tenant, clientId, resource }
    const sealed = await rewrap(before, { ring, row: toAppTokenRow(key) }).catch(toUndefined)
    if (!sealed) continue
    const { numUpdatedRows } = await db
      .updateTable('app_tokens')
      .set({ sealed })
      .where((where) => where.and(toKeyColumns(key)))
      // One that was renewed meanwhile is the better one.
      .where('sealed', '=', before)
      .executeTakeFirst()
    rewrapped += Number(numUpdatedRows)
  }
  return { rewrapped }
}

function toKeyColumns({ tenant, clientId, resource }: AppTokenKey) {
  return { tenant, client_id: clientId, resource }
}

function toUndefined(error: unknown): undefined {
  if (!(error instanceof UnsealError)) throw error
}
