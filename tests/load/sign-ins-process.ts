// People who sign in with Microsoft at a fixed rate: begins with what the parent sends, and ends with the tally.
import { Agent, type IncomingMessage, request as send } from 'node:http'
import { createHistogram } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { Tally } from '../helpers/arrivals.ts'

export interface SignInOrder {
  url: string
  perSecond: number
  seconds: number
  /** Who is signed in at the tenant already, so that it asks nothing. */
  people: { hint: string; tenantCookie: string }[]
}

const PATIENCE_MS = 30_000
const agent = new Agent({ keepAlive: true })
const outcomes: Record<string, number> = {}
const histogram = createHistogram()
let underWay = 0
let lateMs = 0

process.on('disconnect', () => process.exit())
process.on('message', async (order: SignInOrder) => {
  const begun = performance.now()
  const count = order.perSecond * order.seconds
  for (let next = 0; next < count; ) {
    const due = begun + (next * 1000) / order.perSecond
    const now = performance.now()
    if (due > now) {
      await wait(1)
      continue
    }
    lateMs = Math.max(lateMs, now - due)
    underWay++
    void signIn(order, next++, due)
      .catch((error: NodeJS.ErrnoException) => error.code ?? error.message)
      .then((outcome) => {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
        underWay--
      })
  }
  while (underWay > 0 && performance.now() < begun + order.seconds * 1000 + PATIENCE_MS)
    await wait(20)
  if (underWay > 0) outcomes.unanswered = underWay
  const tally: Tally = {
    requests: count,
    outcomes,
    accepted: {
      answers: histogram.count,
      medianMs: histogram.percentile(50) / 1000,
      p95Ms: histogram.percentile(95) / 1000,
      p99Ms: histogram.percentile(99) / 1000,
      maxMs: histogram.max / 1000,
    },
    lateMs,
  }
  process.send?.(tally)
})

/** Answers with what became of the first request with the new session. */
async function signIn({ url, people }: SignInOrder, turn: number, due: number): Promise<string> {
  const { hint, tenantCookie } = people[turn % people.length] as SignInOrder['people'][number]
  const begun = await get(`${url}/auth/login?${new URLSearchParams({ loginHint: hint })}`)
  let ours = performance.now() - due
  const answered = await get(begun.headers.location ?? '', tenantCookie)
  const { pathname, search } = new URL(answered.headers.location ?? '')
  const answeredAt = performance.now()
  const finished = await get(url + pathname + search, toCookie(begun))
  ours += performance.now() - answeredAt
  histogram.record(Math.max(1, Math.round(ours * 1000)))
  const me = await get(`${url}/api/me`, toCookie(finished))
  return String(me.statusCode)
}

function get(url: string, cookie = ''): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = send(url, { agent, headers: { cookie } }, (answer) => {
      answer.on('end', () => resolve(answer)).on('error', reject)
      answer.resume()
    })
    request.on('error', reject).end()
  })
}

/** What an answer sets, as a browser sends it back; what it takes back it sets empty. */
function toCookie({ headers }: IncomingMessage): string {
  const pairs = (headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? '')
  return pairs.filter((pair) => !pair.endsWith('=')).join('; ')
}
