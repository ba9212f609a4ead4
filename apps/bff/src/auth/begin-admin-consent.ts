import { createSignInTransaction, type Db } from '@vestibule/store'
import { randomState } from 'openid-client'
import type { Authority } from './authority.ts'
import { SIGN_IN_LIFE_MS, toTransactionId } from './begin-sign-in.ts'

/**
 * Starts an administrator's consent: state-bound, kept on the server, of a kind that no sign-in takes
 * for its own. Asks for all that the registration lists (`.default`).
 * Source: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 *
 * @throws {AuthorityError}
 * @throws {TenantNotAllowedError}
 */
export async function beginAdminConsent(
  { db, authority, redirectUri }: { db: Db; authority: Authority; redirectUri: string },
  { tenantId, clientId, resource }: { tenantId: string; clientId: string; resource: string },
  now: Date,
): Promise<{ url: string; transactionId: string; browserSecret: string }> {
  const configuration = await authority.getConfiguration(tenantId)
  const { authorization_endpoint: endpoint = '' } = configuration.serverMetadata()
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
  const url = new URL(endpoint.replace(/\/oauth2\/v2\.0\/authorize$/, '/v2.0/adminconsent'))
  url.search = new URLSearchParams({
    client_id: clientId,
    scope: `${resource}/.default`,
    redirect_uri: redirectUri,
    state,
  }).toString()
  return { url: url.href, transactionId: toTransactionId(state), browserSecret }
}
