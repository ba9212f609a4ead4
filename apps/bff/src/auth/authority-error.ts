/** The authority cannot be reached, or is not the one that was configured. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError'
}
