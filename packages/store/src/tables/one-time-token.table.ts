/** A link in a mail. It is good for one use. */
export interface OneTimeTokenTable {
  /** SHA-256 of the secret in the link. */
  token_hash: string
  purpose: 'register' | 'reset_password'
  email_key: string
  /** JSON of a `PendingRegistration`, for `register`. */
  registration: string | null
  expires_at: string
  consumed_at: string | null
}
