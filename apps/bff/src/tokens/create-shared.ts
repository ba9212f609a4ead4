/** Runs what is asked for under a key once at a time: who asks meanwhile gets the same promise. */
export function createShared<T>() {
  const running = new Map<string, Promise<T>>()
  return (key: string, run: () => Promise<T>): Promise<T> => {
    const known = running.get(key)
    if (known) return known
    const attempt = run().finally(() => running.delete(key))
    running.set(key, attempt)
    return attempt
  }
}
