/** Why something about a local account was not done. */
export type AccountFailure =
  /** Unknown, wrong or locked: nobody is told which. */
  | 'wrong_credentials'
  | 'wrong_password'
  | 'email_invalid'
  | 'email_taken'
  | 'password_too_short'
  | 'password_breached'
  | 'password_is_email'
  /** Expired, used, or never there. */
  | 'link_not_good'
  | 'too_many_attempts'
  /** Too many passwords are being checked at once. */
  | 'busy'
  | 'registration_off'
  | 'no_mail'

export class AccountError extends Error {
  override readonly name = 'AccountError'
  readonly failure: AccountFailure
  readonly retryAfterSeconds: number | undefined
  /** The member of the request that holds the password in question. */
  readonly field: 'password' | 'newPassword'

  constructor(
    failure: AccountFailure,
    {
      retryAfterSeconds,
      field = 'password',
    }: Partial<Pick<AccountError, 'retryAfterSeconds' | 'field'>> = {},
  ) {
    super(failure)
    this.failure = failure
    this.retryAfterSeconds = retryAfterSeconds
    this.field = field
  }
}
