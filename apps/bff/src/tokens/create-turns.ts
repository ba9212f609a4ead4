/** Runs what is asked for under a key one after the other, whether or not the one before succeeded. */
export function createTurns<T>() {
  const lastOf = new Map<string, Promise<unknown>>()
  return (key: string, run: () => Promise<T>): Promise<T> => {
    const attempt = (lastOf.get(key) ?? Promise.resolve()).then(run)
    const settled = attempt.then(noop, noop)
    lastOf.set(key, settled)
    settled.then(() => lastOf.get(key) === settled && lastOf.delete(key))
    return attempt
  }
}

const noop = () => {}
