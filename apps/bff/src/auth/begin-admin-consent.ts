import { createSignInTransaction, type Db } from '@vestibule/store'
import { randomState } from 'openid-client'
import type { Authority } from './authority.ts'
import { SIGN_IN_LIFE_MS, toTransactionId } from './begin-sign-in.ts'
import { toTenantId } from './to-tenant-id.ts'

/**
 * Starts an administrator's consent: state-bound, kept on the server, of a kind that no sign-in takes
 * for its own. Asks for all that the registration lists (`.default`).
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 *
 * @throws {AuthorityError}
 * @throws {Error} the tenant is not the configured one.
 */
export async function beginAdminConsent(
  { db, authority, redirectUri }: { db: Db; authority: Authority; redirectUri: string },
  { tenantId, clientId, resource }: { tenantId: string; clientId: string; resource: string },
  now: Date,
): Promise<{ url: string; transactionId: string; browserSecret: string }> {
  const { issuer } = (await authority.getConfiguration()).serverMetadata()
  if (toTenantId(issuer) !== tenantId) throw new Error('The session is of another organisation.')
  const [state, browserSecret] = [randomState(), randomState()]
  await createSignInTransaction(db, {
    state,
    browserSecret,
    purpose: 'admin_consent',
    nonce: '',
    codeVerifier: '',
    returnTo: '/setup',
    scopes: [],
    startedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS).toISOString(),
  })
  // The issuer is `https://login.microsoftonline.com/{tenant id}/v2.0`.
  const url = new URL(`${issuer}/adminconsent`)
  url.search = new URLSearchParams({
    client_id: clientId,
    scope: `${resource}/.default`,
    redirect_uri: redirectUri,
    state,
  }).toString()
  return { url: url.href, transactionId: toTransactionId(state), browserSecret }
}
