/** What is known of the authority only from before, since it could not be had anew. */
export interface StaleAuthority {
  what: 'discovery' | 'keys'
  /** Foreign: what came instead is of another issuer, or leads to another host. */
  reason: 'foreign' | 'unavailable'
}

interface Log {
  warn: (what: object, message: string) => void
  error: (what: object, message: string) => void
}

const TELL_EVERY_MS = 60 * 60 * 1000

/**
 * Writes it into the log at once, and again once an hour while it lasts: every sign-in and refresh finds it. Metadata that
 * name somebody else are for an operator to look into; an outage passes.
 */
export function tellStaleAuthority(
  log: () => Log,
  now: () => number = () => performance.now(),
): (stale: StaleAuthority, err: unknown) => void {
  const toldAt = new Map<string, number>()
  return ({ what, reason }, err) => {
    const key = `${what} ${reason}`
    const at = now()
    if (at - (toldAt.get(key) ?? Number.NEGATIVE_INFINITY) < TELL_EVERY_MS) return
    toldAt.set(key, at)
    if (reason === 'foreign') {
      log().error({ what, err }, 'the authority’s metadata name somebody else: not taken over')
    } else log().warn({ what, err }, 'the authority is known from before alone')
  }
}
