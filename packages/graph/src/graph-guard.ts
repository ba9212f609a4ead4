import { type Bulkhead, createBulkhead } from './create-bulkhead.ts'
import { createCircuit } from './create-circuit.ts'

/** What answers behind Graph's one address: each may be slow or down by itself. */
export const GRAPH_SERVICES = ['directory', 'exchange', 'sharepoint'] as const
type GraphService = (typeof GRAPH_SERVICES)[number]

/** Stands before the calls of a process, so that a Graph that is slow or down holds nothing else up. */
export interface GraphGuard {
  /**
   * Makes a call in its turn, or fails at once.
   *
   * @param path below the version
   * @param signal aborted when nobody waits for the answer any more: a call that has not begun is not made
   * @throws {GraphRequestError}
   */
  pass<T>(path: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface GuardOptions {
  /** Told when a service is left alone, and when it answers again. */
  onChange?: (service: GraphService, isOpen: boolean) => void
}

/** A service that does not answer is noticed by all who ask it, and not by one who asks alone. */
const FAILURES = 20
/** With the jitter, and a try that hangs, a service that is well again is noticed within half a minute. */
const REST_MS = 5000
/** Of one service: far more than it takes while answers come within a second. */
const SERVICE = { atOnce: 64, maxWaiting: 256, longestWaitMs: 2000, failure: 'timeout' } as const
/**
 * Exchange takes four calls at once of an application and a mailbox.
 * Source: https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
 */
const MAILBOX = { atOnce: 4, maxWaiting: 64, longestWaitMs: 5000, failure: 'throttled' } as const

export function createGraphGuard({ onChange = () => {} }: GuardOptions = {}): GraphGuard {
  const toService = (service: GraphService) => ({
    bulkhead: createBulkhead(SERVICE),
    circuit: createCircuit({
      failures: FAILURES,
      restMs: REST_MS,
      onChange: (isOpen) => onChange(service, isOpen),
    }),
  })
  const services = {
    directory: toService('directory'),
    exchange: toService('exchange'),
    sharepoint: toService('sharepoint'),
  } satisfies Record<GraphService, object>
  /** Of those that are being read. */
  const mailboxes = new Map<string, Bulkhead>()

  async function inMailbox<T>(
    mailbox: string,
    call: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const bulkhead = mailboxes.get(mailbox) ?? createBulkhead(MAILBOX)
    mailboxes.set(mailbox, bulkhead)
    try {
      return await bulkhead.run(call, signal)
    } finally {
      if (bulkhead.isIdle()) mailboxes.delete(mailbox)
    }
  }

  return {
    async pass(path, call, signal) {
      const { bulkhead, circuit } = services[toGraphService(path)]
      circuit.demandClosed()
      const inService = () => bulkhead.run(() => circuit.run(call), signal)
      const mailbox = readMailbox(path)
      return mailbox === undefined ? inService() : inMailbox(mailbox, inService, signal)
    },
  }
}

function toGraphService(path: string): GraphService {
  if (/\/(messages|conversations|photos?)(\/|$)/.test(path)) return 'exchange'
  return /\/drive(\/|$)/.test(path) ? 'sharepoint' : 'directory'
}

/** Whose mailbox is read, in the letters of the path. */
function readMailbox(path: string): string | undefined {
  return /^\/users\/([^/]+)\/messages(\/|$)/.exec(path)?.[1]
}
