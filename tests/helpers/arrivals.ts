import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A request that comes at its time, whatever became of those before it. */
export interface Arrival {
  path: string
  method?: string
  headers?: Record<string, string>
  body?: string
}

export type ArrivalOptions = {
  perSecond: number
  /** Taken in turn, from the beginning again after the last. */
  requests: Arrival[]
  /** No more than so many come. */
  atMost?: number
  /**
   * So many to each server, opened beforehand as a proxy keeps them: whoever finds none free waits, and the waiting
   * counts. Without a number they are opened as they are needed.
   */
  connections?: number
} & ({ url: string } | { urls: string[] })

/** What came of requests. */
export interface Tally {
  requests: number
  /** How often `200`, `503 without Retry-After`, `ECONNRESET` or whatever else each came to. */
  outcomes: Record<string, number>
  /** Of answers below 500, from when the request was due: whoever is late to send it makes nothing look quick. */
  accepted: Latency
  /** How late the latest request was sent. */
  lateMs: number
}

export interface Latency {
  answers: number
  medianMs: number
  p95Ms: number
  p99Ms: number
  maxMs: number
}

export interface Arrivals {
  /** What came since the last time that it was read. */
  read(): Promise<Tally>
  /** No more requests; waits half a minute at most for those that are under way. What came in all. */
  end(): Promise<Tally>
}

/** Requests that come at a fixed rate, however long the answers take, from a process of their own. */
export async function startArrivals(options: ArrivalOptions): Promise<Arrivals> {
  const { perSecond, requests, atMost = Number.MAX_SAFE_INTEGER, connections } = options
  const urls = 'url' in options ? [options.url] : options.urls
  // Roomy for what dies young: the collector's pauses would be taken for the server's.
  const child = fork(join(import.meta.dirname, 'arrivals-process.ts'), {
    execArgv: ['--max-semi-space-size=64'],
  })
  const ask = async (message: unknown): Promise<Tally> => {
    child.send(message as object)
    return hear(child)
  }
  await ask({ urls, perSecond, requests, atMost, connections })
  return {
    read: () => ask('read'),
    async end() {
      const tally = await ask('end')
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
      return tally
    },
  }
}

/** The next message of a process. Throws when it ends instead. */
async function hear(child: ChildProcess): Promise<Tally> {
  const heard = new AbortController()
  try {
    return await Promise.race([
      once(child, 'message', heard).then(([message]) => message),
      once(child, 'exit', heard).then(() => {
        throw new Error('The arrivals ended before they were told to.')
      }),
    ])
  } finally {
    heard.abort()
  }
}
