/** Why a sign-in did not end in a session. The sign-in page has a text for each. */
export type SignInFailure =
  | 'access_denied'
  | 'sign_in_expired'
  | 'sign_in_used'
  | 'sign_in_not_started_here'
  | 'tenant_not_allowed'
  /** Sign-ins began by themselves over and over. */
  | 'sign_in_loop'
  /** An administrator of the organisation has to agree first. */
  | 'admin_consent_required'
  /** The organisation lets only some people in, and this is none of them. */
  | 'not_assigned'
  /** Conditional Access: the device, the place or the like. */
  | 'blocked_by_policy'
  /** A second proof of who it is was wanted, and not given. */
  | 'more_proof_required'
  | 'account_disabled'
  /** Too many wrong passwords, or an address that Microsoft distrusts. */
  | 'account_locked'
  | 'password_expired'
  /** The person was to sign in once more, and was let through without. */
  | 'step_up_failed'
  /** What was to be linked is linked otherwise already. */
  | 'link_conflict'
  /** Nobody is signed in any more for whom it was to be linked. */
  | 'link_expired'
  /** The application's own credential is not accepted: an operator has to mend it. */
  | 'not_configured'
  /** Our own database is away. */
  | 'overloaded'
  | 'upstream_throttled'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'sign_in_failed'

/** A sign-in failed. */
export class SignInError extends Error {
  override readonly name = 'SignInError'
  readonly failure: SignInFailure
  /** Microsoft’s own number, such as 53003, where it gave one. */
  readonly aadsts: number | undefined
  /** The pause that Microsoft asks for, where it named one. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    failure: SignInFailure,
    message: string,
    options: {
      cause?: unknown
      aadsts?: number | undefined
      retryAfterSeconds?: number | undefined
    } = {},
  ) {
    super(message, options)
    this.failure = failure
    this.aadsts = options.aadsts
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
