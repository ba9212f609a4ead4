/** Somebody else works at the batch by now: what was not written is theirs to do. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError'
}
