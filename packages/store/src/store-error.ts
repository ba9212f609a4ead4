/** The database could not be used. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** A sealed value does not open: another key, another row, or altered. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError'
}
