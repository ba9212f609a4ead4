// T3: clients that call the API with bearer tokens.
import { getDelegatedToken } from '../helpers/bearer.ts'
import { arriveFor } from './arrive-for.ts'
import { atMost, only, type Scenario } from './scenario.ts'
import { startSite } from './site.ts'

const TOKENS = 50
const PER_SECOND = 500
const PEOPLE = ['Ada Admin', 'Tom Teacher', 'Sara Student', 'Max Member', 'Gil Guest']
/** A hundred a second is what one of them may ask; the warm-up would count as well. */
const ENV = { RATE_LIMIT_PER_MINUTE: '0' }

export const bearerReads: Scenario = {
  name: 'T3',
  load: `GET /api/token-claims with a bearer token, ${PER_SECOND}/s with ${TOKENS} tokens`,
  async measure(ground, seconds) {
    await using site = await startSite(ground)
    const requests: { path: string; headers: Record<string, string> }[] = []
    while (requests.length < TOKENS) {
      const person = PEOPLE[requests.length % PEOPLE.length] as string
      const token = await getDelegatedToken(site.tenant, person)
      requests.push({ path: '/api/token-claims', headers: { authorization: `Bearer ${token}` } })
    }
    const { urls } = await site.start(1, {}, ENV)
    const before = await site.tenant.count()
    const options = { urls, perSecond: PER_SECOND, requests }
    await arriveFor(Math.min(5, seconds), options)
    const tally = await arriveFor(seconds, options)
    const after = await site.tenant.count()
    return [
      atMost('p95', tally.accepted.p95Ms, 25, ' ms'),
      atMost('times the keys were fetched, the warm-up included', after.keys - before.keys, 1),
      only('answers', tally),
    ]
  },
}
