/** A back-channel logout token that was acted on: it may not come again while it lives. */
export interface UsedLogoutTokenTable {
  /** SHA-256 of issuer and `jti`. */
  id_hash: string
  expires_at: string
}
