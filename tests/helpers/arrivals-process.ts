// Sends requests at a fixed rate, and tells what came of them when it is asked.
import { once } from 'node:events'
import { Agent, type IncomingMessage, request as send } from 'node:http'
import { createHistogram } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Arrival, Latency, Tally } from './arrivals.ts'

interface Order {
  urls: string[]
  perSecond: number
  requests: Arrival[]
  atMost: number
  connections?: number
}

const PATIENCE_MS = 30_000
const TICK_MS = 1
const LOOK_EVERY_MS = 20
const MOST_CONNECTIONS = 2000

let whole = createRecord()
let sinceRead = createRecord()
let underWay = 0
let hasEnded = false

process.on('disconnect', () => process.exit())
process.on('message', async (message: Order | 'read' | 'end') => {
  if (message === 'read') {
    process.send?.(sinceRead.toTally())
    sinceRead = createRecord()
  } else if (message === 'end') {
    hasEnded = true
    const until = performance.now() + PATIENCE_MS
    while (underWay > 0 && performance.now() < until) await wait(LOOK_EVERY_MS)
    for (; underWay > 0; underWay--) note('unanswered')
    process.send?.(whole.toTally())
    // What still comes is too late.
    whole = createRecord()
  } else {
    await begin(message)
    process.send?.(whole.toTally())
  }
})

async function begin({ urls, perSecond, requests, atMost, connections }: Order): Promise<void> {
  const maxSockets = connections ?? MOST_CONNECTIONS
  const servers = urls.map((url) => ({
    ...toAddress(url),
    agent: new Agent({ keepAlive: true, maxSockets, maxFreeSockets: maxSockets }),
  }))
  if (connections) await Promise.all(servers.map((server) => connect(server, connections)))
  const begun = performance.now()
  let next = 0
  const timer = setInterval(() => {
    const now = performance.now()
    for (;;) {
      const due = begun + (next * 1000) / perSecond
      if (hasEnded || next >= atMost) return clearInterval(timer)
      if (due > now) return
      whole.noteLateness(now - due)
      sinceRead.noteLateness(now - due)
      const server = servers[next % servers.length] as (typeof servers)[number]
      arrive(requests[next % requests.length] as Arrival, server, due)
      next++
    }
  }, TICK_MS)
}

/** Each of so many requests at once finds no connection that is free. */
async function connect(server: object, connections: number): Promise<void> {
  const asked = Array.from({ length: connections }, () => {
    const request = send({ ...server, path: '/livez' }, (answer) => answer.resume())
    request.end()
    return once(request, 'close')
  })
  await Promise.all(asked)
}

/** Once: parsing an address takes as long as much of the rest. */
function toAddress(url: string): { hostname: string; port: string } {
  const { hostname, port } = new URL(url)
  return { hostname, port }
}

function arrive({ body, ...arrival }: Arrival, server: object, due: number): void {
  underWay++
  let isSettled = false
  const settle = (outcome: string, status?: number) => {
    if (isSettled) return
    isSettled = true
    underWay--
    const isAccepted = status !== undefined && status < 500
    note(outcome, isAccepted ? performance.now() - due : undefined)
  }
  const onError = ({ code, message }: NodeJS.ErrnoException) => settle(code ?? message)
  const request = send({ ...server, ...arrival }, (answer) => {
    answer.on('end', () => settle(toOutcome(answer), answer.statusCode))
    answer.on('error', onError)
    answer.resume()
  })
  request.on('error', onError)
  request.end(body)
}

function toOutcome({ statusCode, headers }: IncomingMessage): string {
  const isTurnedAway = statusCode === 503 || statusCode === 429
  return isTurnedAway && !headers['retry-after']
    ? `${statusCode} without Retry-After`
    : String(statusCode)
}

function note(outcome: string, acceptedAfterMs?: number): void {
  whole.note(outcome, acceptedAfterMs)
  sinceRead.note(outcome, acceptedAfterMs)
}

/** Counts, and latencies in microseconds. */
function createRecord() {
  const histogram = createHistogram()
  const outcomes: Record<string, number> = {}
  let requests = 0
  let answers = 0
  let lateMs = 0
  const toLatency = (): Latency => ({
    answers,
    medianMs: answers && histogram.percentile(50) / 1000,
    p95Ms: answers && histogram.percentile(95) / 1000,
    p99Ms: answers && histogram.percentile(99) / 1000,
    maxMs: answers && histogram.max / 1000,
  })
  return {
    note(outcome: string, acceptedAfterMs?: number) {
      requests++
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (acceptedAfterMs === undefined) return
      answers++
      histogram.record(Math.max(1, Math.round(acceptedAfterMs * 1000)))
    },
    noteLateness(ms: number) {
      lateMs = Math.max(lateMs, ms)
    },
    toTally: (): Tally => ({ requests, outcomes, accepted: toLatency(), lateMs }),
  }
}
