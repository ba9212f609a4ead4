/** What a sign-in is asked for beyond the usual: kept here, so that an address carries only its id. */
export interface SignInRequestTable {
  id: string
  /** Why the person is sent to the authority again. */
  purpose: 'consent' | 'claims_challenge' | 'step_up'
  /** A claims challenge's JSON, to be passed on as it is. */
  claims: string | null
  /** Space-separated. */
  scopes: string
  expires_at: string
}
