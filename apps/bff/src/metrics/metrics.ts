import { GRAPH_SERVICES } from '@vestibule/graph'
import { type Db, readMirrorTotals } from '@vestibule/store'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { ClientCredential } from '../auth/client-credential.ts'

/** What is counted, each where it happens. No label tells of a person, a tenant, an id or an address. */
export type Metrics = ReturnType<typeof createMetrics>

/** Seconds: from what is answered from one row to what waits for Microsoft. */
const REQUEST_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10]

/** A registry of its own: several applications in one process do not count into each other's. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const count = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name: `vestibule_${name}_total`, help, labelNames, registers })
  const graphBreakerOpen = new Gauge({
    name: 'vestibule_graph_breaker_open',
    help: 'Whether a service behind Microsoft Graph (directory, exchange, sharepoint) is left alone, but for one call at a time.',
    labelNames: ['service'],
    registers,
  })
  for (const service of GRAPH_SERVICES) graphBreakerOpen.set({ service }, 0)
  return {
    registry,
    graphBreakerOpen,
    sessionsStarted: count('sessions_started', 'Sessions that began, by door (entra, local).', [
      'door',
    ]),
    sessionsEnded: count(
      'sessions_ended',
      'Sessions that ended: sign_out, others (by the person, from another session), replaced (by the next sign-in in ' +
        'the browser), authority (signed out at Microsoft), refresh_token (worth nothing any more), time (counted when ' +
        'the row is deleted, a day later). Those that a new password or a link ends are not counted.',
      ['reason'],
    ),
    tokenRefreshes: count(
      'token_refreshes',
      'Access tokens of people wanted anew: ok, failed, joined (had from another request’s refresh).',
      ['outcome'],
    ),
    graphCalls: count(
      'graph_calls',
      'Attempts at Microsoft Graph by who wanted them (request, batch, mirror) and status; none without an answer.',
      ['by', 'status'],
    ),
    batchItems: count('batch_items', 'Accounts of batches that were done with, by outcome.', [
      'outcome',
    ]),
    mirrorRounds: count(
      'mirror_rounds',
      'Rounds in which a directory was followed to the end (ok), or not (failed).',
      ['outcome'],
    ),
    authorityStale: count(
      'authority_stale',
      'Times that what was known of the authority (discovery, keys) served on, because what came was somebody else’s ' +
        '(foreign) or nothing came (unavailable).',
      ['what', 'reason'],
    ),
    storeFailures: count(
      'store_failures',
      'Times that the database could not be used: busy, full, damaged, away.',
      ['reason'],
    ),
    httpRequests: count('http_requests', 'Requests by method, pattern of the route and status.', [
      'method',
      'route',
      'status',
    ]),
    httpSeconds: new Histogram({
      name: 'vestibule_http_request_seconds',
      help: 'From a request’s first byte to the end of its reply.',
      labelNames: ['method', 'route'],
      buckets: REQUEST_BUCKETS,
      registers,
    }),
  }
}

/** What is looked up when it is asked for. A figure that cannot be had is left out. */
export function addLookedUp(
  { registry }: Metrics,
  { db, clientCredential, now }: { db: Db; clientCredential: ClientCredential; now: () => Date },
) {
  const registers = [registry]
  new Gauge({
    name: 'vestibule_client_certificate_days_left',
    help: 'Whole days until the client certificate in use expires. Not there with a secret.',
    registers,
    collect() {
      const facts = clientCredential.describe()
      if (facts.kind === 'certificate') this.set(facts.daysLeft)
      else this.remove()
    },
  })
  const readTotals = () => readMirrorTotals(db).catch(() => undefined)
  new Gauge({
    name: 'vestibule_mirror_people',
    help: 'People in the copies of directories that are complete.',
    registers,
    async collect() {
      const totals = await readTotals()
      if (totals) this.set(totals.people)
      else this.remove()
    },
  })
  new Gauge({
    name: 'vestibule_mirror_age_seconds',
    help: 'Since when the copy of a directory that is furthest behind was as Microsoft had it.',
    registers,
    async collect() {
      const totals = await readTotals()
      if (totals) this.set((now().getTime() - Date.parse(totals.asOf)) / 1000)
      else this.remove()
    },
  })
}
