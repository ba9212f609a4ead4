// T2: what a page waits for more than if it could ask Graph itself.
import type { Arrival } from '../helpers/arrivals.ts'
import { arriveFor, warmUp } from './arrive-for.ts'
import { atMost, only, type Scenario } from './scenario.ts'
import { createCookies, getTokens } from './sessions.ts'
import { type Site, startSite } from './site.ts'

const SESSIONS = 200
const PER_SECOND = 300
const CALL_MS = 50
const GRAPH_READ = '/api/users?top=1&source=graph'
/** The very call of Graph that this is. */
const GRAPH_QUERY = new URLSearchParams({
  $select:
    'id,displayName,userPrincipalName,mail,givenName,surname,jobTitle,department,accountEnabled,userType,onPremisesSyncEnabled,createdDateTime',
  $orderby: 'displayName',
  $top: '1',
  $count: 'true',
})

export const graphReads: Scenario = {
  name: 'T2',
  load: `GET ${GRAPH_READ}, ${PER_SECOND}/s, each call of Graph ${CALL_MS} ms`,
  async measure(ground, seconds) {
    await using site = await startSite(ground)
    const tokensUntil = new Date(Date.now() + 3_600_000)
    const cookies = await createCookies(site, SESSIONS, { tokensUntil })
    const { urls } = await site.start(1)
    const ours = {
      urls,
      perSecond: PER_SECOND,
      requests: toReads(cookies),
    }
    const direct = {
      url: site.tenant.url,
      perSecond: PER_SECOND,
      requests: [await toDirectRead(site)],
    }
    await delayGraph(site)
    await warmUp(ours)
    await warmUp(direct)
    const before = await arriveFor(seconds / 4, direct)
    const tally = await arriveFor(seconds, ours)
    const after = await arriveFor(seconds / 4, direct)
    const directly = (quantile: 'medianMs' | 'p95Ms') =>
      (before.accepted[quantile] + after.accepted[quantile]) / 2
    return [
      atMost(
        'p95 beyond that of direct calls',
        tally.accepted.p95Ms - directly('p95Ms'),
        15,
        ' ms',
      ),
      atMost(
        'p95 beyond the median of direct calls',
        tally.accepted.p95Ms - directly('medianMs'),
        15,
        ' ms',
      ),
      only('answers', tally),
    ]
  },
}

/** Graph answers as slowly as it does over a network. */
export function delayGraph({ tenant }: Site): Promise<void> {
  return tenant.control('/faults', { match: 'users', kind: 'delay', delayMs: CALL_MS })
}

export function toReads(cookies: string[]): Arrival[] {
  return cookies.map((cookie) => ({ path: GRAPH_READ, headers: { cookie } }))
}

/** Of Graph, with a token of Ada's. */
export async function toDirectRead(site: Site): Promise<Arrival> {
  const { accessToken } = await getTokens(site)
  const headers = { authorization: `Bearer ${accessToken.value}`, ConsistencyLevel: 'eventual' }
  return { path: `/v1.0/users?${GRAPH_QUERY}`, headers }
}
