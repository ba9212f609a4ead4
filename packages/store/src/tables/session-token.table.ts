/** What a session holds of its tokens, sealed. One row a session, kind and resource. */
export interface SessionTokenTable {
  session_id: string
  kind: 'access_token' | 'id_token_claims' | 'refresh_token'
  /** The resource an access token is for; empty for the other kinds. */
  resource: string
  /** Space-separated, as granted. */
  scopes: string
  sealed: string
  expires_at: string | null
}
