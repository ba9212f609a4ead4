import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Db, deleteExpired } from '@vestibule/store'
import { expect, it } from 'vitest'
import { startArrivals } from '../helpers/arrivals.ts'
import { plotSoak } from './plot-soak.ts'
import { type NodeFigures, readNodeFigures } from './read-node-figures.ts'
import { startErrands } from './soak-errands.ts'
import { bringFaults, countConnections, type FaultWindow, mendGraph } from './soak-faults.ts'
import { compareFloors, comparePeaks, compareThirds, type Sample } from './soak-samples.ts'
import { type SoakSite, startSoakSite } from './soak-site.ts'

const MINUTES = Number(process.env.SOAK_MINUTES ?? 10)
/** Where the plot is kept; otherwise it goes to a folder of its own. */
const PLOT = process.env.SOAK_PLOT
const LENGTH_MS = MINUTES * 60_000
/** Caches fill, code is compiled, V8 finds the size of its heap. */
const WARM_UP_MS = 0.2 * LENGTH_MS
const SAMPLE_EVERY_MS = 10_000
/** What a fault has held up, and who tries again, is not out of the way at once. */
const AFTERMATH_MS = 15_000
const PEOPLE = 2000
const PER_SECOND = 40
/** With the walk an odd number of requests: each goes to one server and then to the other. */
const SESSIONS = 21
const WALK = [
  '/api/me',
  '/api/users?top=50',
  '/api/me',
  '/api/users?search=an&top=25',
  '/api/token-claims',
  '/api/me',
  '/api/users?source=graph&top=25',
  '/api/users?search=ber&top=25',
  '/api/me',
]
/** What somebody may be told while something gives way. */
const EXCUSED = /^(?:200|50[234](?: without Retry-After)?)$/

/** Ten minutes cannot tell what grows by a percent an hour; what grows with each request, sign-in or stream shows. */
const MOST_GROWTH = 1.1
const MOST_DELAY = 1.25
/** As many as the two pools of database connections hold. One lost with each sign-in would be a hundred and sixty. */
const SLACK = 20
/** Ten of each server. */
const MOST_CONNECTIONS = 20
const TWO_YEARS_MS = 2 * 365 * 24 * 60 * 60_000
const PASSING = [
  'sessions',
  'session_tokens',
  'sign_in_transactions',
  'sign_in_requests',
  'one_time_tokens',
  'idempotency_keys',
  'attempts',
  'devices',
  'app_tokens',
] as const

it(`${MINUTES} minutes of average load: memory, files, connections and latency stay flat, whatever gives way meanwhile`, {
  timeout: LENGTH_MS + 10 * 60_000,
}, async () => {
  await using site = await startSoakSite({ people: PEOPLE, sessions: SESSIONS })
  const { samples, windows, counts, surprises } = await soak(site)
  const figures = summarize(samples, windows)
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-soak-plot-'))
  const plot = PLOT ?? join(folder, 'soak.svg')
  writeFileSync(plot, plotSoak(samples, windows))
  writeFileSync(join(folder, 'soak.json'), JSON.stringify({ samples, windows, counts, figures }))
  console.log(`${plot}, ${folder}/soak.json`, counts, figures)

  expect([...surprises, ...listSurprises(samples, windows)]).toEqual([])
  for (const { read } of site.visitors) {
    expect([await read('/api/me'), await read('/api/me')]).toEqual([200, 200])
  }

  const { memory, heapKept, files, handles, p95 } = figures
  expect(memory.last).toBeLessThan(MOST_GROWTH * memory.first)
  expect(heapKept.last).toBeLessThan(MOST_GROWTH * heapKept.first)
  expect(p95.last).toBeLessThanOrEqual(MOST_DELAY * p95.first)
  for (const { first, last } of [files, handles]) {
    expect(last).toBeLessThanOrEqual(first + SLACK)
  }
  const most = Math.max(...samples.map((sample) => sample.connections))
  expect(most).toBeLessThanOrEqual(MOST_CONNECTIONS)

  // Whoever came in a bad moment may have left halfway.
  const { begun, alive } = await countOpen(site.db)
  expect(begun).toBeLessThanOrEqual(counts.excused)
  expect(alive).toBeGreaterThanOrEqual(SESSIONS)
  expect(alive).toBeLessThanOrEqual(SESSIONS + counts.excused)
  // Everything that is kept for a while has an end: a browser that is known, after 400 days.
  await deleteExpired(site.db, new Date(Date.now() + TWO_YEARS_MS).toISOString())
  for (const table of PASSING) {
    expect([table, await countRows(site.db, table)]).toEqual([table, 0])
  }
})

/** The load, and what was seen of it. */
async function soak(site: SoakSite) {
  const { emulator, db, urls, metricsPorts, visitors } = site
  const samples: Sample[] = []
  const windows: FaultWindow[] = []
  mendGraph(emulator)
  const begun = performance.now()
  const passed = () => performance.now() - begun
  const errands = startErrands(site, {
    passed,
    isExcused: (since) => !isCalm(windows, since, passed()),
  })
  const arrivals = await startArrivals({
    urls,
    perSecond: PER_SECOND,
    requests: visitors.flatMap(({ readCookies }) =>
      WALK.map((path) => ({ path, headers: { cookie: readCookies() } })),
    ),
  })
  const faults = bringFaults({ emulator, db }, { lengthMs: LENGTH_MS, passed }, windows)
  try {
    while (passed() < LENGTH_MS) {
      await wait((samples.length + 1) * SAMPLE_EVERY_MS - passed())
      const [tally, connections, nodes] = await Promise.all([
        arrivals.read(),
        countConnections(db),
        Promise.all(metricsPorts.map(readNodeFigures)),
      ])
      samples.push({ at: passed(), tally, connections, nodes })
    }
    await faults
  } finally {
    await arrivals.end()
    await errands.end()
  }
  return { samples, windows, counts: errands.counts, surprises: errands.surprises }
}

function isCalm(windows: readonly FaultWindow[], from: number, to: number): boolean {
  return windows.every((one) => to < one.from || from > one.to + AFTERMATH_MS)
}

const isCalmSample = (windows: readonly FaultWindow[], { at }: Sample) =>
  isCalm(windows, at - SAMPLE_EVERY_MS, at)

/** First and last, once it is warm; latencies while nothing gives way; servers added together. */
function summarize(samples: Sample[], windows: FaultWindow[]) {
  const warm = samples.filter(({ at }) => at > WARM_UP_MS)
  const calm = warm.filter((sample) => isCalmSample(windows, sample))
  const sum = (key: keyof NodeFigures) => (sample: Sample) =>
    sample.nodes.reduce((total, node) => total + node[key], 0)
  return {
    memory: comparePeaks(warm, sum('rssBytes')),
    heapKept: comparePeaks(warm, sum('keptBytes')),
    files: compareFloors(warm, sum('openFiles')),
    handles: compareFloors(warm, sum('handles')),
    connections: compareFloors(warm, ({ connections }) => connections),
    median: compareThirds(calm, ({ tally }) => tally.accepted.medianMs),
    p95: compareThirds(calm, ({ tally }) => tally.accepted.p95Ms),
    p99: compareThirds(calm, ({ tally }) => tally.accepted.p99Ms),
    eventLoopDelay: compareThirds(calm, sum('delayMs')),
  }
}

/** Answers that nothing excuses. */
function listSurprises(samples: Sample[], windows: FaultWindow[]): string[] {
  return samples.flatMap((sample) => {
    const allowed = isCalmSample(windows, sample) ? /^200$/ : EXCUSED
    return Object.entries(sample.tally.outcomes)
      .filter(([outcome]) => !allowed.test(outcome))
      .map(([outcome, count]) => `${Math.round(sample.at / 1000)} s: ${count} × ${outcome}`)
  })
}

async function countRows(db: Db, table: (typeof PASSING)[number]): Promise<number> {
  const { rows } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .executeTakeFirstOrThrow()
  return rows
}

/** Sign-ins that were begun and not finished, and sessions that have not ended. */
async function countOpen(db: Db): Promise<{ begun: number; alive: number }> {
  return db
    .selectNoFrom(({ selectFrom, fn }) => [
      selectFrom('sign_in_transactions')
        .select(fn.countAll<number>().as('count'))
        .where('consumed_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('begun'),
      selectFrom('sessions')
        .select(fn.countAll<number>().as('count'))
        .where('ended_at', 'is', null)
        .$asScalar()
        .$notNull()
        .as('alive'),
    ])
    .executeTakeFirstOrThrow()
}
