/** Why there is no access token to be had. */
export type TokenFailure =
  /** No usable refresh token is left: the person must sign in again. */
  | 'session_expired'
  /** The caller's own token is worth nothing to the authority any more. */
  | 'assertion_refused'
  /** A permission was not granted yet. */
  | 'consent_required'
  /** The authority, or the resource, wants to see the person again. */
  | 'claims_challenge'
  /** The authority did not answer, or asked to come back later. */
  | 'unavailable'
  | 'timeout'

/** An access token could not be had. */
export class TokenError extends Error {
  override readonly name = 'TokenError'
  readonly failure: TokenFailure
  /** The permissions that were asked for. */
  readonly scopes: string[]
  /** What the authority or the resource wants to see, as JSON for the `claims` parameter. */
  readonly claims: string | undefined

  constructor(
    failure: TokenFailure,
    scopes: string[],
    options: { claims?: string | undefined; cause?: unknown } = {},
  ) {
    super(`No access token for ${scopes.join(' ')}: ${failure}.`, options)
    this.failure = failure
    this.scopes = scopes
    this.claims = options.claims
  }
}
