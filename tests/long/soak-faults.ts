import { setTimeout as wait } from 'node:timers/promises'
import type { Emulator } from '@vestibule/emulator'
import type { Db } from '@vestibule/store'
import { sql } from 'kysely'

/** From when to when, in milliseconds since the beginning, something gave way. */
export interface FaultWindow {
  kind: 'graph' | 'both' | 'database'
  from: number
  to: number
}

/** When what gives way, as parts of a round, and for how long. */
const PLAN: { kind: FaultWindow['kind']; at: number; ms: number }[] = [
  { kind: 'graph', at: 0.3, ms: 20_000 },
  { kind: 'database', at: 0.4, ms: 0 },
  { kind: 'both', at: 0.5, ms: 20_000 },
  { kind: 'database', at: 0.6, ms: 0 },
  { kind: 'graph', at: 0.7, ms: 20_000 },
  { kind: 'database', at: 0.8, ms: 0 },
]

/** A longer run has several rounds, a shorter one a shorter one. */
const ROUND_MS = 10 * 60_000
/** Long enough that somebody is seen watching a batch. */
const BATCH_CALL_MS = 1000

/** Graph as it is while nothing is wrong with it. */
export function mendGraph(emulator: Emulator): void {
  emulator.clearFaults()
  emulator.addFault({ match: 'batch', kind: 'delay', delayMs: BATCH_CALL_MS })
}

/** Takes Graph, Graph and the authority, or one connection to the database away, each at its time. */
export async function bringFaults(
  { emulator, db }: { emulator: Emulator; db: Db },
  { lengthMs, passed }: { lengthMs: number; passed: () => number },
  windows: FaultWindow[],
): Promise<void> {
  const roundMs = Math.min(lengthMs, ROUND_MS)
  const rounds = Array.from({ length: Math.floor(lengthMs / roundMs) }, (_, index) => index)
  const plan = rounds.flatMap((round) => PLAN.map((fault) => ({ ...fault, at: round + fault.at })))
  for (const { kind, at, ms } of plan) {
    await wait(Math.max(0, at * roundMs - passed()))
    const window = { kind, from: passed(), to: passed() + ms }
    windows.push(window)
    if (kind === 'database') {
      await breakConnection(db)
      continue
    }
    emulator.clearFaults()
    emulator.addFault({ match: '/v1.0', kind: 'status', status: 503 })
    if (kind === 'both') emulator.addFault({ match: 'token', kind: 'status', status: 503 })
    await wait(ms)
    mendGraph(emulator)
    window.to = passed()
  }
}

/** As a failing network does: the server finds out by itself. */
async function breakConnection(db: Db): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'vestibule'
    order by backend_start limit 1
  `.execute(db)
}

/** How many connections the servers hold. */
export async function countConnections(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = 'vestibule'
  `.execute(db)
  return Number(rows[0]?.count)
}
