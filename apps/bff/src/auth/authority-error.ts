/** The authority cannot be reached, or is not the one that was configured. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError'
}

/** The metadata are somebody else's: of another issuer, or with endpoints at another host. */
export class ForeignMetadataError extends AuthorityError {}

/** The authority was asked, and its answer did not arrive, or not to its end. */
export class LostAnswerError extends AuthorityError {
  readonly address: string

  constructor(address: string, options: { cause: unknown }) {
    super(`${address} gave no whole answer.`, options)
    this.address = address
  }
}
