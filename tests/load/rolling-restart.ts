// T12: servers that are replaced one after the other, and then their keys, beside people who read.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runCli } from '../cli/run-cli.ts'
import { startArrivals, type Tally } from '../helpers/arrivals.ts'
import { startBalancer } from '../helpers/balancer.ts'
import { arriveFor, warmUp } from './arrive-for.ts'
import { delayGraph, toReads } from './graph-reads.ts'
import { atMost, type Figure, only, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { createKey, startSite } from './site.ts'

const NODES = 2
const SESSIONS = 400
/** A tenth of T1 and of T2. */
const PER_SECOND = { me: 100, graph: 30 }

export const rollingRestart: Scenario = {
  name: 'T12',
  load: `${NODES} nodes behind a balancer are replaced one after the other, then the keys; T1 at ${PER_SECOND.me}/s, T2 at ${PER_SECOND.graph}/s`,
  async measure(ground, seconds) {
    await using site = await startSite(ground)
    const tokensUntil = new Date(Date.now() + 3_600_000)
    const cookies = await createCookies(site, SESSIONS, { tokensUntil })
    const keysFile = join(site.env.DATA_DIR ?? '', 'token-keys')
    const oldKey = site.env.TOKEN_KEYS ?? ''
    writeFileSync(keysFile, oldKey)
    // As it is run for people: then a server that is told to end goes on until balancers have noticed.
    const env = { NODE_ENV: 'production', TOKEN_KEYS: '', TOKEN_KEYS_FILE: keysFile }
    const { cluster, urls } = await site.start(NODES, {}, env)
    await using balancer = await startBalancer()
    const addNode = async () => balancer.add((await cluster.add()).url)
    await Promise.all(urls.map((url) => balancer.add(url)))
    await delayGraph(site)
    const own = {
      perSecond: PER_SECOND.me,
      requests: cookies.map((cookie) => ({ path: '/api/me', headers: { cookie } })),
    }
    const ofGraph = {
      url: balancer.origin,
      perSecond: PER_SECOND.graph,
      requests: toReads(cookies),
    }
    await warmUp({ ...own, urls })
    const directly = await arriveFor(seconds / 6, { ...own, urls })
    const balanced = await arriveFor(seconds / 6, { ...own, url: balancer.origin })

    const work = [
      await startArrivals({ ...own, url: balancer.origin }),
      await startArrivals(ofGraph),
    ]
    const begun = performance.now()
    for (const node of [...cluster.nodes]) {
      const [status] = await Promise.all([node.stop(), addNode()])
      if (status !== 0) throw new Error(`A server ended with ${status}.`)
      cluster.nodes.splice(cluster.nodes.indexOf(node), 1)
    }
    const newKey = createKey()
    writeFileSync(keysFile, `${newKey},${oldKey}`)
    // Whoever has not met the new key yet seals with the old one: the second time finds all who did.
    for (const _ of [1, 2]) await runCli(['keys', 'rotate'], { ...site.env, ...env })
    // The old key has gone, and nobody with it.
    writeFileSync(keysFile, newKey)
    await addNode()
    await wait(Math.max(0, seconds * 1000 - (performance.now() - begun)))
    const [me, graph] = (await Promise.all(work.map((one) => one.end()))) as [Tally, Tally]
    const figures: Figure[] = [
      only('answers to T1', me),
      only('answers to T2', graph),
      atMost(
        'p95 of T1 beyond that of a usual time behind the balancer',
        me.accepted.p95Ms - balanced.accepted.p95Ms,
        20,
        ' ms',
      ),
    ]
    const cost = balanced.accepted.medianMs - directly.accepted.medianMs
    console.log(`The balancer itself costs ${cost.toFixed(1)} ms, median.`)
    return figures
  },
}
