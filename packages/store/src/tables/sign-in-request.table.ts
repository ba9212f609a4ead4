/** What a sign-in is asked for beyond the usual: kept here, so that an address carries only its id. */
export interface SignInRequestTable {
  id: string
  /** Space-separated. */
  scopes: string
  expires_at: string
}
