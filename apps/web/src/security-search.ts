/** What the address of the security page may carry. */
export interface SecuritySearch {
  /** The act that a sign-in was for. It is asked for again, never done: an address can be anybody's. */
  end?: 'others'
}

/** Reads the address; what it does not know it leaves out. */
export function readSecuritySearch(raw: Record<string, unknown>): SecuritySearch {
  return raw.end === 'others' ? { end: raw.end } : {}
}
