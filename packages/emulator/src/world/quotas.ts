/** A limit that a request draws on. */
export interface Charge {
  /** Whose budget it is, in words that name no other one. */
  key: string
  amount: number
  limit: number
  seconds: number
  /** What the headers of a refusal say. */
  scope: string
  information: string
}

type Charged =
  /** The largest share of a limit that is used now, this request included. */
  { usedShare: number } | { refusedBy: Charge; retryAfterSeconds: number }

export interface Quotas {
  /** Draws on all limits at once, or on none when one of them is used up. `now` is in milliseconds. */
  charge(charges: readonly Charge[], now: number): Charged
}

interface Window {
  startedAt: number
  used: number
}

/**
 * A window opens with the first request that draws on it and is empty again when it ends: so who waits exactly as
 * long as told has the whole limit ahead. A bucket that refills drop by drop would let the first of twenty waiting
 * items pass and refuse the others again. What is refused is not counted.
 */
export function createQuotas(): Quotas {
  const windows = new Map<string, Window>()
  const open = ({ key, seconds }: Charge, now: number): Window => {
    const known = windows.get(key)
    if (known !== undefined && now - known.startedAt < seconds * 1000) return known
    const fresh = { startedAt: now, used: 0 }
    windows.set(key, fresh)
    return fresh
  }
  return {
    charge(charges, now) {
      const drawn = charges.map((charge) => ({ charge, window: open(charge, now) }))
      const [longest] = drawn
        .filter(({ charge, window }) => window.used + charge.amount > charge.limit)
        .map(({ charge, window }) => ({
          refusedBy: charge,
          retryAfterSeconds: Math.ceil((window.startedAt + charge.seconds * 1000 - now) / 1000),
        }))
        .toSorted((left, right) => right.retryAfterSeconds - left.retryAfterSeconds)
      if (longest !== undefined) return longest
      for (const { charge, window } of drawn) window.used += charge.amount
      const shares = drawn.map(({ charge, window }) => window.used / charge.limit)
      return { usedShare: Math.max(0, ...shares) }
    },
  }
}
