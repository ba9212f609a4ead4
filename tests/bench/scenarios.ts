// Servers under load that comes at a fixed rate: `node tests/bench/scenarios.ts [T1 T5 …] [--seconds 60]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { batchBeside } from '../load/batch-beside.ts'
import { bearerReads } from '../load/bearer-reads.ts'
import { graphReads } from '../load/graph-reads.ts'
import { startGround } from '../load/ground.ts'
import { largeTenant } from '../load/large-tenant.ts'
import { passwords } from '../load/passwords.ts'
import { reads } from '../load/reads.ts'
import { refreshWave } from '../load/refresh-wave.ts'
import { rollingRestart } from '../load/rolling-restart.ts'
import type { Figure, Scenario } from '../load/scenario.ts'
import { signIns } from '../load/sign-ins.ts'
import { slowClients } from '../load/slow-clients.ts'
import { spike } from '../load/spike.ts'

const SCENARIOS = [
  reads,
  graphReads,
  bearerReads,
  signIns,
  passwords,
  refreshWave,
  batchBeside,
  spike,
  slowClients,
  largeTenant,
  rollingRestart,
]
const RESULTS = join(import.meta.dirname, '../../bench/results')

type Row = Figure & Pick<Scenario, 'name' | 'load'>

/** Prints a table. @returns whether all goals were met */
export async function measureScenarios({
  seconds = 60,
  names = [],
}: {
  seconds?: number
  /** All, unless some are named. */
  names?: string[]
} = {}): Promise<boolean> {
  const wanted = SCENARIOS.filter(({ name }) => names.length === 0 || names.includes(name))
  const rows: Row[] = []
  await using ground = await startGround()
  for (const { name, load, measure } of wanted) {
    console.log(`${name}: ${load}`)
    const figures = await measure(ground, seconds).catch((error: unknown): Figure[] => {
      console.error(error)
      const [reached = ''] = String(error).split('\n', 1)
      return [{ what: 'the scenario', goal: 'ends', reached, isMet: false }]
    })
    rows.push(...figures.map((figure) => ({ name, load, ...figure })))
    for (const { what, goal, reached, isMet } of figures)
      console.log(`${isMet ? 'met   ' : 'MISSED'} ${what} ${goal}: ${reached}`)
  }
  report(rows, seconds)
  return rows.every(({ isMet }) => isMet)
}

function report(rows: Row[], seconds: number): void {
  console.table(
    rows.map(({ name, load, what, goal, reached, isMet }, at) => {
      // Once for all figures of a scenario.
      const isFirst = rows[at - 1]?.name !== name
      const shown = { '': isFirst ? name : '', load: isFirst ? load : '', what, goal, reached }
      return { ...shown, is: isMet ? 'met' : 'MISSED' }
    }),
  )
  const at = new Date().toISOString()
  const machine = { cpu: cpus()[0]?.model, cpus: cpus().length, node: process.version }
  const content = JSON.stringify({ at, machine, seconds, rows }, null, 2)
  mkdirSync(RESULTS, { recursive: true })
  writeFileSync(join(RESULTS, `scenarios-${at.replaceAll(':', '-')}.json`), `${content}\n`)
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '60' } },
  })
  const seconds = Number(values.seconds)
  if (!(await measureScenarios({ seconds, names: positionals }))) process.exitCode = 1
}
