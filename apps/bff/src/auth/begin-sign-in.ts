import { createHash, randomBytes } from 'node:crypto'
import { createSignInTransaction, type Db, type SignInTransaction } from '@vestibule/store'
import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Authority } from './authority.ts'
import { toClaimsParameter } from './to-claims-parameter.ts'

export interface SignInWish {
  returnTo: string
  scopes: string[]
  prompt?: 'select_account' | 'login' | 'create' | undefined
  loginHint?: string | undefined
  purpose?: SignInTransaction['purpose']
  /** A claims challenge's JSON. */
  claims?: string | null | undefined
  domainHint?: string | undefined
  /** The session whose person is to be linked, for the purpose `link`. */
  sessionId?: string
}

export interface StartedSignIn {
  /** The authority's page the browser goes to next. */
  authorizationUrl: string
  /** Names the transaction's cookie. */
  transactionId: string
  /** Goes into that cookie: the answer is accepted only together with it. */
  browserSecret: string
}

/** How long a person may take at the authority's page. Entra's own codes live as long. */
export const SIGN_IN_LIFE_MS = 10 * 60 * 1000

/**
 * Starts a sign-in: authorization code flow with PKCE, `state` and `nonce`, each fresh. What the
 * answer is compared with stays on the server (RFC 9700, 2.1.1 and 4.7).
 *
 * @throws {AuthorityError}
 */
export async function beginSignIn(
  {
    db,
    authority,
    redirectUri,
    responseMode,
  }: {
    db: Db
    authority: Authority
    redirectUri: string
    responseMode: 'query' | 'form_post'
  },
  wish: SignInWish,
  now: Date,
): Promise<StartedSignIn> {
  const configuration = await authority.getConfiguration()
  const state = randomState()
  const nonce = randomNonce()
  const codeVerifier = randomPKCECodeVerifier()
  // 128 bits: a browser sends one of these for every tab that is signing in.
  const browserSecret = randomBytes(16).toString('base64url')
  await createSignInTransaction(db, {
    state,
    browserSecret,
    purpose: wish.purpose ?? 'sign_in',
    nonce,
    codeVerifier,
    returnTo: wish.returnTo,
    scopes: wish.scopes,
    sessionId: wish.sessionId ?? null,
    startedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS).toISOString(),
  })
  const parameters: Record<string, string> = {
    redirect_uri: redirectUri,
    response_mode: responseMode,
    scope: wish.scopes.join(' '),
    state,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    claims: toClaimsParameter(wish.claims),
  }
  if (wish.prompt) parameters.prompt = wish.prompt
  // Entra refuses a hint beside the account picker.
  if (wish.loginHint && wish.prompt !== 'select_account') parameters.login_hint = wish.loginHint
  if (wish.domainHint) parameters.domain_hint = wish.domainHint
  return {
    authorizationUrl: buildAuthorizationUrl(configuration, parameters).href,
    transactionId: toTransactionId(state),
    browserSecret,
  }
}

/** A short name for a transaction, so that every tab's cookie has its own. */
export function toTransactionId(state: string): string {
  return createHash('sha256').update(state).digest('base64url').slice(0, 8)
}
