// T7: a large batch at Graph's own quotas, beside people who read, while nodes are killed.
import { setTimeout as wait } from 'node:timers/promises'
import { startBalancer } from '../helpers/balancer.ts'
import type { Nodes } from '../helpers/nodes.ts'
import { arriveFor, warmUp } from './arrive-for.ts'
import { delayGraph, toDirectRead, toReads } from './graph-reads.ts'
import { atLeast, atMost, exactly, type Figure, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { type Site, startSite } from './site.ts'

const ACCOUNTS = 10_000
/** Some of the tenant's people are disabled, or kept in Active Directory. */
const PEOPLE = 13_000
const NODES = 2
const READS_PER_SECOND = 30
const KILL_EVERY_SECONDS = 20
const LEASE_MS = 2000
/** What Microsoft publishes: so many writes of an application in a tenant, in so many seconds. */
const QUOTA = { writes: 3000, seconds: 150 }
/** Of them the share that is to be used while nodes are killed. */
const USED = 0.9
/** A node that is killed takes those with it that it had begun to answer. */
const LOST_A_KILL = 3

export const batchBeside: Scenario = {
  name: 'T7',
  load: `a batch of ${ACCOUNTS} at Graph's quotas, 5 % faults, a kill every ${KILL_EVERY_SECONDS} s, ${NODES} nodes, T2 at ${READS_PER_SECOND}/s`,
  async measure(ground, seconds) {
    await using site = await startSite(ground, { users: PEOPLE })
    const tokensUntil = new Date(Date.now() + 3_600_000)
    const cookies = await createCookies(site, 100, { tokensUntil })
    const { cluster } = await site.start(NODES, { batchLeaseMs: LEASE_MS })
    await using balancer = await startBalancer()
    await Promise.all(cluster.nodes.map(({ url }) => balancer.add(url)))
    await addFaults(site)
    const reads = {
      url: balancer.origin,
      perSecond: READS_PER_SECOND,
      requests: toReads(cookies),
    }
    const direct = { url: site.tenant.url, perSecond: READS_PER_SECOND }
    const directly = await arriveFor(5, { ...direct, requests: [await toDirectRead(site)] })
    await warmUp(reads)
    await site.tenant.control('/settings', { quotas: 'published' })
    const before = await site.tenant.count()
    const users = site.tenant.names.slice(0, ACCOUNTS)
    const body = { action: 'disable', users, reason: 'A measurement' }
    const { id } = (await site.ada.post('/api/user-batches', body)).json()
    const [tally, kills] = await Promise.all([
      arriveFor(seconds, reads),
      killWorkers(site, cluster, { seconds, add: balancer.add, batchId: id }),
    ])
    const after = await site.tenant.count()
    // Then nothing moves while it is compared.
    await Promise.all(cluster.nodes.map((node) => node.kill()))
    const { done, differing } = await compare(site, id)
    const windows = Math.ceil(seconds / QUOTA.seconds)
    const failed = tally.requests - (tally.outcomes['200'] ?? 0)
    const throttled = (100 * (after.throttled - before.throttled)) / (after.calls - before.calls)
    const figures: Figure[] = [
      atLeast(
        `accounts done, of ${QUOTA.writes * windows} that the quota allows in ${seconds} s`,
        done,
        Math.min(ACCOUNTS, USED * QUOTA.writes * windows),
      ),
      exactly('accounts whose state here and there differs', differing, 0),
      atMost('calls of Graph answered 429', throttled, 1, ' %'),
      atMost(
        'T2: p95 beyond that of direct calls',
        tally.accepted.p95Ms - directly.accepted.p95Ms,
        15,
        ' ms',
      ),
      atMost(`T2: not answered 200, with ${kills} kills`, failed, LOST_A_KILL * kills),
    ]
    return figures
  },
}

/** One call in twenty goes wrong; the others take as long as over a network. */
async function addFaults(site: Site): Promise<void> {
  const { control } = site.tenant
  const match = '/v1.0/users/'
  await control('/faults', { match, kind: 'status', status: 503, rate: 0.04 })
  await control('/faults', { match, kind: 'delay', delayMs: 2000, rate: 0.008 })
  await control('/faults', { match, kind: 'reset', rate: 0.002 })
  await delayGraph(site)
}

/** Whoever works at the batch, every now and then; another node comes in its place. */
async function killWorkers(
  { context }: Site,
  cluster: Nodes,
  { seconds, add, batchId }: { seconds: number; add(url: string): Promise<void>; batchId: string },
): Promise<number> {
  const until = performance.now() + seconds * 1000
  const everyMs = Math.min(KILL_EVERY_SECONDS, seconds / 2) * 1000
  let kills = 0
  while (performance.now() + everyMs < until) {
    await wait(everyMs)
    const lease = await context.store.db
      .selectFrom('leases')
      .select('holder')
      .where('name', '=', `batch/${batchId}`)
      .executeTakeFirst()
    const worker = cluster.nodes.find(({ pid }) => pid === Number(lease?.holder.split('/')[0]))
    if (!worker) continue
    await worker.kill()
    kills += 1
    await add((await cluster.add()).url)
  }
  return kills
}

/** How many are done, and of how many the tenant says something else. */
async function compare({ context, tenant }: Site, batchId: string) {
  const items = await context.store.db
    .selectFrom('batch_items')
    .select(['input', 'stage', 'outcome'])
    .where('batch_id', '=', batchId)
    .execute()
  const disabled = new Set(await tenant.listDisabled())
  const done = items.filter(({ outcome }) => outcome === 'succeeded')
  const isKnown = ({ stage, input }: (typeof items)[number]) =>
    // What was being written when the node was killed may have been done or not, and is read back.
    stage === 'done' || stage === 'writing' ? true : !disabled.has(input)
  const differing = [
    ...done.filter(({ input }) => !disabled.has(input)),
    ...items.filter((item) => !isKnown(item)),
  ]
  return { done: done.length, differing: differing.length }
}
