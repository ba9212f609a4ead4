import { getHeapStatistics } from 'node:v8'

/** How much the server takes on, and how long it waits for who sends. */
export interface ServerLimits {
  /** From the first byte of a request to its last, and of a connection that sends none. */
  requestTimeoutMs: number
  headersTimeoutMs: number
  /** How often the two are looked at. */
  checkEveryMs: number
  maxConnections: number
  /** Queries that wait for a connection to the database. */
  maxWaiting: number
  /** How late a turn of the event loop may be on average; 0 for however late. */
  maxDelayMs: number
  maxHeapBytes: number
  /** How often the last two are measured. */
  measureEveryMs: number
}

export const SERVER_LIMITS: ServerLimits = {
  // Node waits for five minutes; a body dripped byte by byte would hold its socket.
  requestTimeoutMs: 30_000,
  // A browser sends 16 KB of headers at once.
  headersTimeoutMs: 15_000,
  // Node's half minute would make one minute of thirty seconds.
  checkEveryMs: 2000,
  // About 50 KB each with TLS: a quarter of a gigabyte at most, and within the 10,000 files of a usual process.
  maxConnections: 5000,
  // As many requests, with half a dozen queries each, one after the other: a second or two. A burst of people is less.
  maxWaiting: 250,
  // A request takes half a dozen turns: later than this on average, people wait for two seconds and press again.
  maxDelayMs: 300,
  // Closer to the end V8 does little but collect, and then ends the process with everybody's requests.
  maxHeapBytes: 0.9 * getHeapStatistics().heap_size_limit,
  // Long enough that one long turn, as of a collection, is no overload; short enough to be over it in ten seconds.
  measureEveryMs: 4000,
}
