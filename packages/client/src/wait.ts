/** Waits so many milliseconds; rejects with the signal's reason as soon as that aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>

/** The platform's timer. */
export const waitByTimer: Wait = (ms, signal) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  return untilAborted(waited, signal).finally(() => clearTimeout(timer))
}

/** The same promise, but nobody waits for it any longer than the signal lets them. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason)
    if (signal.aborted) give()
    signal.addEventListener('abort', give, { once: true })
    // A signal may live for much longer than this; what listens to it would pile up.
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give))
  })
}
