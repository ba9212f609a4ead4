/**
 * The tenant lives in real time; advancing only ages what was issued before. So every moment kept by the
 * tenant is on a timeline that runs ahead of the real one by everything that was ever added, while tokens
 * carry real seconds, which the client compares with its own clock.
 */
export interface Clock {
  /** Now, on the tenant's timeline, in milliseconds. */
  now(): number
  /** Age of something issued at `moment`, in milliseconds. */
  ageOf(moment: number): number
  /** The real time at which something issued at `moment` claims to have been issued. */
  toRealTime(moment: number): number
  advance(seconds: number): void
}

/** `readTime` stands for the real time, in milliseconds. */
export function createClock(readTime: () => number): Clock {
  let aheadBy = 0
  const now = (): number => readTime() + aheadBy
  return {
    now,
    ageOf: (moment) => now() - moment,
    toRealTime: (moment) => moment - aheadBy,
    advance: (seconds) => {
      aheadBy += seconds * 1000
    },
  }
}
