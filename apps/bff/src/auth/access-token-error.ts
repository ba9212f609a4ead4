/** Why a bearer token lets nobody in. */
export type AccessTokenFailure =
  /** It is not the authority's, not for this API, not a token for an API at all, or not of this time. */
  | 'invalid'
  /** It is good, but of a tenant that is not served here. */
  | 'tenant_not_allowed'
  /** It is good, but lacks the scope, or the application has no role, or may not call at all. */
  | 'insufficient'

/** A bearer token that is not to be acted on. */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError'
  readonly failure: AccessTokenFailure

  constructor(failure: AccessTokenFailure, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.failure = failure
  }
}
