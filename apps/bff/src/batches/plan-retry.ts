/** Ten tries in some four minutes: whatever fails for longer is worth telling. */
export const MAX_ATTEMPTS = 10
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000

interface Failure {
  /** How often it was tried by now. */
  attempts: number
  /** Where the other side names a pause. It is kept to, whatever its length, and is no failure. */
  retryAfterSeconds?: number | undefined
  nowMs: number
  /** From 0 to 1: spreads what would come together. */
  random: number
}

/** When to try again, in ms since 1970; undefined when it was tried often enough. */
export function planRetry({
  attempts,
  retryAfterSeconds,
  nowMs,
  random,
}: Failure): number | undefined {
  if (retryAfterSeconds !== undefined) return nowMs + retryAfterSeconds * 1000
  if (attempts >= MAX_ATTEMPTS) return undefined
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_PAUSE_MS)
  return nowMs + Math.round(pause * (0.5 + random / 2))
}
