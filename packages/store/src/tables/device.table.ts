/** A browser that somebody has signed in with. It opens nothing. */
export interface DeviceTable {
  /** SHA-256 of the secret in its cookie. */
  secret_hash: string
  /** Who signed in last. */
  person_id: string
  door: 'entra' | 'local'
  /** The name that the account has at that door. */
  hint: string | null
  /** The local account that was last signed in to, by the canonical form of its address. */
  known_email_key: string | null
  expires_at: string
}
