import type { Db } from './database.ts'
import { hashSecret } from './hash-secret.ts'

/**
 * Notes that a back-channel logout token is being acted on (OpenID Connect Back-Channel Logout 1.0,
 * 2.6, step 8). Answers true the first time only, to one of all processes.
 *
 * @param token.tokenId its `jti`
 * @param token.expiresAt until when it could come again; afterwards its note may be deleted
 */
export async function useLogoutToken(
  db: Db,
  { issuer, tokenId, expiresAt }: { issuer: string; tokenId: string; expiresAt: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('used_logout_tokens')
    .values({ id_hash: hashSecret(JSON.stringify([issuer, tokenId])), expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('id_hash').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}
