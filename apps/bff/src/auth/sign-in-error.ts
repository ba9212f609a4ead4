/** Why a sign-in did not end in a session. The sign-in page has a text for each. */
export type SignInFailure =
  | 'access_denied'
  | 'sign_in_expired'
  | 'sign_in_used'
  | 'sign_in_not_started_here'
  | 'tenant_not_allowed'
  /** Sign-ins began by themselves over and over. */
  | 'sign_in_loop'
  /** The person was to sign in once more, and was let through without. */
  | 'step_up_failed'
  /** What was to be linked is linked otherwise already. */
  | 'link_conflict'
  /** Nobody is signed in any more for whom it was to be linked. */
  | 'link_expired'
  /** The application's own credential is not accepted: an operator has to mend it. */
  | 'not_configured'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'sign_in_failed'

/** A sign-in failed. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly failure: SignInFailure

  constructor(failure: SignInFailure, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.failure = failure
  }
}
