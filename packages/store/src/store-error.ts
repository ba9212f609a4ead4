/** The database, or what is sealed in it, could not be used. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
