// T8: twenty times as many requests as usual, and then as many as usual.
import { arriveFor, warmUp } from './arrive-for.ts'
import { readRecovery } from './read-recovery.ts'
import { atMost, exactly, only, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { startSite } from './site.ts'

const USUAL_PER_SECOND = 300
const TIMES = 20
const SESSIONS = 200
const PEOPLE = 2000
/** As a proxy keeps them open: Node accepts one new one in a turn of its event loop. */
const CONNECTIONS = 1000
const RECOVERED_P95_MS = 100

export const spike: Scenario = {
  name: 'T8',
  load: `${TIMES} × ${USUAL_PER_SECOND}/s, three of four GET /api/me and one a list, over ${CONNECTIONS} connections`,
  async measure(ground, seconds) {
    await using site = await startSite(ground, {
      users: PEOPLE,
      env: { MIRROR_REFRESH_SECONDS: '3600' },
    })
    await site.context.mirrorRunner.refresh()
    const tokensUntil = new Date(Date.now() + 3_600_000)
    const cookies = await createCookies(site, SESSIONS, { tokensUntil })
    const { cluster, urls } = await site.start(1)
    const requests = cookies.flatMap((cookie) => {
      const headers = { cookie }
      const me = { path: '/api/me', headers }
      return [me, { path: '/api/users?top=20', headers }, me, me]
    })
    const usual = { urls, perSecond: USUAL_PER_SECOND, requests, connections: CONNECTIONS }
    await warmUp(usual)
    const before = await arriveFor(seconds / 4, usual)
    const tally = await arriveFor(seconds, { ...usual, perSecond: USUAL_PER_SECOND * TIMES })
    const recovery = await readRecovery(usual, { p95Ms: RECOVERED_P95_MS, withinSeconds: 10 })
    const alive = await fetch(`${urls[0]}/livez`).then(({ ok }) => ok)
    return [
      only('answers before', before),
      atMost('accepted requests, p99', tally.accepted.p99Ms, 2000, ' ms'),
      only('answers', tally, ['200', '503']),
      recovery,
      exactly(`processes that are still there, of ${cluster.nodes.length}`, Number(alive), 1),
    ]
  },
}
