/** Access tokens got on behalf of callers with a bearer token, sealed. One row a bearer token and resource. */
export interface DelegatedTokenTable {
  /** SHA-256 of the bearer token, which itself is never stored. */
  assertion_hash: string
  resource: string
  /** Space-separated, as granted. */
  scopes: string
  sealed: string
  expires_at: string
}
