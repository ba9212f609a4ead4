// T6: sessions whose tokens run out in the same second, each in several tabs.
import { arriveFor, warmUp } from './arrive-for.ts'
import { toReads } from './graph-reads.ts'
import { atMost, exactly, only, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { startSite } from './site.ts'

const SESSIONS = 5000
const TABS = 5
const NODES = 2
/** What two cores do for as many nodes, the tenant and the database, with some to spare. */
const PER_SECOND = 250
/** A shorter run has fewer sessions. */
const WHOLE_FROM_SECONDS = 60

export const refreshWave: Scenario = {
  name: 'T6',
  load: `${SESSIONS} sessions expire at once, ${TABS} tabs each, ${NODES} nodes: ${SESSIONS * TABS} requests, ${PER_SECOND}/s`,
  async measure(ground, seconds) {
    const sessions = Math.round(
      (SESSIONS * Math.min(seconds, WHOLE_FROM_SECONDS)) / WHOLE_FROM_SECONDS,
    )
    await using site = await startSite(ground)
    const tokensUntil = new Date(Date.now() - 1000)
    const cookies = await createCookies(site, sessions, { tokensUntil })
    const { urls } = await site.start(NODES)
    // The tabs of a person one right after the other, in turn at each node.
    const requests = cookies.flatMap((cookie) => Array(TABS).fill([cookie]).flatMap(toReads))
    const others = await createCookies(site, 50, { tokensUntil: new Date(Date.now() + 3_600_000) })
    await warmUp({ urls, perSecond: PER_SECOND, requests: toReads(others) })
    const before = await site.tenant.count()
    const tally = await arriveFor(requests.length / PER_SECOND, {
      urls,
      perSecond: PER_SECOND,
      requests,
    })
    const after = await site.tenant.count()
    return [
      exactly('refreshes that the tenant saw', after.tokens - before.tokens, sessions),
      only('answers', tally),
      atMost('p99', tally.accepted.p99Ms, 5000, ' ms'),
    ]
  },
}
