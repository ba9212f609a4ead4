// T1: what a signed-in page asks at every turn.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Tally } from '../helpers/arrivals.ts'
import { arriveFor } from './arrive-for.ts'
import type { Engine, Ground } from './ground.ts'
import { atMost, exactly, type Figure, only, type Scenario } from './scenario.ts'
import { createCookies } from './sessions.ts'
import { type Site, startSite } from './site.ts'

const SESSIONS = 20_000
const PER_SECOND = 1000
/** Within the minute after which use of a session is noted again. */
const QUIET_SECONDS = 8
const STATISTICS_EVERY_MS = 1500

export const reads: Scenario = {
  name: 'T1',
  load: `GET /api/me, ${PER_SECOND}/s of ${SESSIONS} sessions`,
  async measure(ground, seconds) {
    const figures: Figure[] = []
    for (const engine of ['postgres', 'sqlite'] as const)
      figures.push(...(await measureOn(ground, engine, seconds)))
    return figures
  },
}

async function measureOn(ground: Ground, engine: Engine, seconds: number): Promise<Figure[]> {
  const { site, options } = await startReads(ground, engine)
  await using _ = site
  await noteUse(site, () => 0)
  const before = await countWrites(site, engine)
  await arriveFor(QUIET_SECONDS, options)
  const writes = (await countWrites(site, engine)) - before
  // As if people had come one after the other: some note that they are there at any time.
  await noteUse(site, (turn) => (turn * 60_000) / SESSIONS)
  const tally = await arriveFor(seconds, options)
  const quiet = QUIET_SECONDS * PER_SECOND
  return [
    ...judgeReads(engine, tally),
    exactly(`${engine}: writes of ${quiet} reads within a minute`, writes, 0),
  ]
}

/** A server, and what asks it. */
export async function startReads(ground: Ground, engine: Engine) {
  const site = await startSite(ground, { engine })
  const cookies = await createCookies(site, SESSIONS)
  const { urls } = await site.start(1)
  const requests = cookies.map((cookie) => ({ path: '/api/me', headers: { cookie } }))
  return { site, options: { urls, perSecond: PER_SECOND, requests } }
}

export function judgeReads(where: string, tally: Tally): Figure[] {
  return [
    atMost(`${where}: p95`, tally.accepted.p95Ms, 20, ' ms'),
    atMost(`${where}: p99`, tally.accepted.p99Ms, 60, ' ms'),
    only(`${where}: answers`, tally),
  ]
}

/** When each session was used last, so many milliseconds ago. */
async function noteUse({ context }: Site, toAgeMs: (turn: number) => number): Promise<void> {
  const { db } = context.store
  const rows = await db.selectFrom('sessions').select('id').execute()
  const now = Date.now()
  await db.transaction().execute(async (tx) => {
    for (const [turn, { id }] of rows.entries()) {
      const seenAt = new Date(now - toAgeMs(turn)).toISOString()
      await tx.updateTable('sessions').set({ last_seen_at: seenAt }).where('id', '=', id).execute()
    }
  })
}

/** PostgreSQL: rows that were changed. SQLite: whether another connection has changed the file. */
async function countWrites({ context }: Site, engine: Engine): Promise<number> {
  const { db } = context.store
  // Each process of PostgreSQL hands its figures in after a second.
  await wait(STATISTICS_EVERY_MS)
  const query =
    engine === 'postgres'
      ? sql<{ count: number }>`
          select sum(tup_inserted + tup_updated + tup_deleted)::bigint as count
          from pg_stat_database where datname = current_database()`
      : sql<{ count: number }>`select data_version as count from pragma_data_version`
  const [row] = (await query.execute(db)).rows
  return Number(row?.count)
}
