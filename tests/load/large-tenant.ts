// T11: a large directory, many sessions and a long audit; and what is done to them beside people who read.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { verifyAudit } from '@vestibule/store'
import { runCli } from '../cli/run-cli.ts'
import { type ArrivalOptions, startArrivals, type Tally } from '../helpers/arrivals.ts'
import { arriveFor, warmUp } from './arrive-for.ts'
import { fillAudit } from './fill-audit.ts'
import { atLeast, atMost, exactly, only, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { type Site, startSite } from './site.ts'

const PEOPLE = 100_000
const SESSIONS = 50_000
const ENTRIES = 1_000_000
const PER_SECOND = 50
const LISTS = [
  'top=50',
  'search=ad',
  'search=mueller',
  'orderBy=surname&skip=50000&top=50',
  'search=contoso.test&top=20',
  'filter=accountEnabled:false&top=50',
  'orderBy=-createdAt&top=50',
  'search=nobody%20at%20all',
]
/** What is waited at most beyond what is waited otherwise. */
const BLOCKED_MS = 50
const LOOK_SECONDS = 8

export const largeTenant: Scenario = {
  name: 'T11',
  load: `${PEOPLE} people, ${SESSIONS} sessions, ${ENTRIES} entries in the audit, SQLite: lists and searches, ${PER_SECOND}/s`,
  async measure(ground, seconds) {
    const env = { MIRROR_REFRESH_SECONDS: '3600' }
    await using site = await startSite(ground, { engine: 'sqlite', users: PEOPLE, env })
    await site.context.mirrorRunner.refresh()
    await fillAudit(site.context.store.db, { tenantId: await readTenantId(site), count: ENTRIES })
    const verdict = await verifyAudit(site.context.store.db)
    const tokensUntil = new Date(Date.now() + 3_600_000)
    const cookies = await createCookies(site, 100, { tokensUntil })
    await createCookies(site, SESSIONS - cookies.length)
    const node = fork(join(import.meta.dirname, 'sweeping-node-process.ts'), {
      env: { ...process.env, ...site.env },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      const [url] = await once(node, 'message')
      const lists = toOptions(url, cookies, LISTS)
      await warmUp(lists)
      const listed = await arriveFor(seconds, lists)
      const backup = join(site.env.DATA_DIR ?? '', `copy-${randomUUID()}.db`)
      const whileCopied = await arriveWhile(lists, () => runCli(['backup', backup], site.env))
      const own = toOptions(url, cookies, ['/api/me'])
      const usual = await arriveFor(LOOK_SECONDS, own)
      const expired = await expireSessions(site)
      const whileSwept = await arriveWhile(own, async () => {
        node.send('sweep')
        const [swept] = await once(node, 'message')
        if (swept !== expired) throw new Error(`Of ${expired} sessions ${swept} were deleted.`)
      })
      return [
        atLeast('sessions that had expired', expired, SESSIONS / 2),
        exactly(
          'entries of the audit, whose chain is whole',
          verdict.isWhole ? verdict.entries : 0,
          ENTRIES,
        ),
        atMost('lists and searches, p95', listed.accepted.p95Ms, 300, ' ms'),
        only('answers', listed),
        atMost('lists and searches during a backup, p95', whileCopied.accepted.p95Ms, 300, ' ms'),
        only('answers during a backup', whileCopied),
        atLeast('the copy', statSync(backup).size / 1e6, 1, ' MB'),
        atMost(
          `/api/me while ${expired} expired sessions are deleted, beyond the slowest otherwise`,
          Math.max(0, whileSwept.accepted.maxMs - usual.accepted.maxMs),
          BLOCKED_MS,
          ' ms',
        ),
        only('answers meanwhile', whileSwept),
      ]
    } finally {
      node.disconnect()
      await once(node, 'exit')
    }
  },
}

function toOptions(url: string, cookies: string[], queries: string[]): ArrivalOptions {
  const requests = cookies.flatMap((cookie) =>
    queries.map((query) => ({
      path: query.startsWith('/') ? query : `/api/users?${query}`,
      headers: { cookie },
    })),
  )
  return { url, perSecond: PER_SECOND, requests }
}

/** What came while something was done, and a little after. */
async function arriveWhile(options: ArrivalOptions, act: () => Promise<unknown>): Promise<Tally> {
  const arrivals = await startArrivals(options)
  await wait(1000)
  await act()
  await wait(1000)
  return arrivals.end()
}

async function readTenantId({ context }: Site): Promise<string> {
  const { tenant_id } = await context.store.db
    .selectFrom('entra_identities')
    .select('tenant_id')
    .executeTakeFirstOrThrow()
  return tenant_id
}

/** All that have no tokens: those who go on asking have some. */
async function expireSessions({ context }: Site): Promise<number> {
  const { db } = context.store
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ expires_at: new Date(Date.now() - 1000).toISOString() })
    .where('id', 'not in', db.selectFrom('session_tokens').select('session_id'))
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
