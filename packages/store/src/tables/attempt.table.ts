/** How often something was tried lately that may be tried a few times only. */
export interface AttemptTable {
  /** SHA-256 of what is counted: it may be an address, or what somebody typed in its place. */
  key_hash: string
  count: number
  window_ends_at: string
}
