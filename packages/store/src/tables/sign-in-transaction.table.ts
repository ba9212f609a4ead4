/** A sign-in that was started and not finished yet. One row a tab. */
export interface SignInTransactionTable {
  state_hash: string
  /** SHA-256 of the secret in the cookie of the browser that started it. */
  browser_hash: string
  /** A step-up must prove that the person was asked to sign in, just now. */
  purpose: 'admin_consent' | 'link' | 'sign_in' | 'step_up'
  nonce: string
  code_verifier: string
  return_to: string
  /** Space-separated, as asked for. */
  scopes: string
  started_at: string
  expires_at: string
  consumed_at: string | null
  /** The session that wants to link what is signed in to; for `link`. */
  session_id: string | null
}
