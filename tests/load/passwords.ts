// T5: people who sign in by password, and then ten times as many.
import { cpus } from 'node:os'
import { startArrivals } from '../helpers/arrivals.ts'
import { PASSWORD, toApplicant } from '../helpers/local-accounts.ts'
import { arriveFor, warmUp } from './arrive-for.ts'
import { readRecovery } from './read-recovery.ts'
import { atMost, only, type Scenario } from './scenario.ts'
import { startSite } from './site.ts'

const PER_CORE = 15
const ACCOUNTS = 60
const TIMES = 10
const SLOWEST_P95_MS = 400
const RECOVER_WITHIN_SECONDS = 10

export const passwords: Scenario = {
  name: 'T5',
  load: `${PER_CORE} sign-ins by password a second and core, then ${TIMES} times as many, then as before`,
  async measure(ground, seconds) {
    // Behind a proxy that says where requests come from.
    await using site = await startSite(ground, { env: { TRUST_PROXY: 'loopback' } })
    for (let turn = 0; turn < ACCOUNTS; turn++) {
      const reply = await site.visit().post('/auth/local/register', toApplicant(toEmail(turn)))
      if (reply.statusCode !== 201) throw new Error(`Not registered: ${reply.body}`)
    }
    const { urls } = await site.start(1)
    const calm = { urls, perSecond: PER_CORE * cpus().length, requests: toRequests() }
    await warmUp(calm)
    const before = await arriveFor(seconds / 2, calm)
    const health = await startArrivals({ urls, perSecond: 20, requests: [{ path: '/livez' }] })
    const spike = await arriveFor(seconds / 4, { ...calm, perSecond: calm.perSecond * TIMES })
    const livez = await health.end()
    const recovery = await readRecovery(calm, {
      p95Ms: SLOWEST_P95_MS,
      withinSeconds: RECOVER_WITHIN_SECONDS,
    })
    return [
      atMost('p95', before.accepted.p95Ms, SLOWEST_P95_MS, ' ms'),
      only('answers', before),
      atMost(`/livez, p99 under ${TIMES} times the load`, livez.accepted.p99Ms, 100, ' ms'),
      only('answers of /livez', livez),
      only(`answers under ${TIMES} times the load`, spike, ['200', '429', '503']),
      recovery,
    ]
  },
}

const toEmail = (turn: number) => `load${turn}@example.test`

function toRequests() {
  return Array.from({ length: ACCOUNTS }, (_, turn) => ({
    path: '/auth/local/login',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-csrf': '1',
      'sec-fetch-site': 'same-origin',
      // Everybody at home.
      'x-forwarded-for': `203.0.113.${turn}`,
    },
    body: JSON.stringify({ email: toEmail(turn), password: PASSWORD }),
  }))
}
