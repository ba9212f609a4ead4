/** Why there is no token of the application's own. */
export type AppTokenFailure =
  /** The tenant does not know the application, or the resource. */
  | 'not_configured'
  /** The authority does not take the application's credential, or does not let it in. */
  | 'refused'
  | 'unavailable'
  | 'timeout'

/** A token of the application's own could not be had. */
export class AppTokenError extends Error {
  override readonly name = 'AppTokenError'
  readonly failure: AppTokenFailure
  /** Entra's own code, such as `AADSTS700027`. */
  readonly code: string | undefined

  constructor(
    failure: AppTokenFailure,
    message: string,
    options: { code?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, options)
    this.failure = failure
    this.code = options.code
  }
}
