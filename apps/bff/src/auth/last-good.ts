export interface LastGoodOptions<T> {
  fetch: () => Promise<T>
  /** Once older than this, it is fetched again. */
  freshMs: number
  /** Until it is older than this, it serves where fetching fails. */
  usableMs: number
  now: () => Date
  /** Told each time that what is kept serves on because it could not be fetched anew. */
  onStale?: (error: unknown) => void
}

/** A value from elsewhere, of which the last good one is kept. */
export interface LastGood<T> {
  /**
   * Gives what is kept, and has it fetched anew in the background once it is old: a source that is
   * down or hangs keeps nobody waiting. Where nothing is kept that serves, it fetches at once; callers
   * that want it at the same time share one attempt.
   *
   * @param serves whether this caller can do with a value; one that was just fetched is given anyway
   * @throws what `fetch` throws. The next call tries again.
   */
  get(serves?: (value: T) => boolean): Promise<T>
}

export function createLastGood<T>(options: LastGoodOptions<T>): LastGood<T> {
  let kept: { value: T; at: number } | undefined
  let running: Promise<T> | undefined

  function fetchAnew(): Promise<T> {
    running ??= options
      .fetch()
      .then((value) => {
        kept = { value, at: options.now().getTime() }
        return value
      })
      .finally(() => {
        running = undefined
      })
    return running
  }

  return {
    async get(serves = () => true) {
      const age = kept ? options.now().getTime() - kept.at : Number.POSITIVE_INFINITY
      if (!kept || age > options.usableMs || !serves(kept.value)) return fetchAnew()
      // Whoever cannot do with what is kept is told by their own call.
      if (age > options.freshMs) fetchAnew().catch((error: unknown) => options.onStale?.(error))
      return kept.value
    },
  }
}
