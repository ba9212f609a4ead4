// How much sooner a batch is done than one PATCH after another, where every call of Graph takes its time.
import { setTimeout as wait } from 'node:timers/promises'
import { startTenantElsewhere } from '../helpers/tenant-elsewhere.ts'
import type { Visitor } from '../helpers/visitor.ts'

const ACCOUNTS = 5000
const CALL_MS = 50
/** Of the way that would take too long: from as many, the rest is counted up. */
const ONE_BY_ONE = 200
const GOAL = 60
const LOOK_EVERY_MS = 50

/** Prints a table. @returns whether the goal was met */
export async function measureBatches(): Promise<boolean> {
  await using tenant = await startTenantElsewhere(ACCOUNTS * 1.2)
  const { url, ada, names } = tenant
  // Not the calls within a batch: those are Graph's to do side by side.
  await delayCalls(url, 'batch')
  const cpuBefore = process.cpuUsage()
  const ours = await runBatch(ada, names.slice(0, ACCOUNTS))
  const { user, system } = process.cpuUsage(cpuBefore)
  const token = await tenant.getToken()
  await delayCalls(url, 'users')
  const each = await patchOneByOne(names.slice(0, ONE_BY_ONE), url, token)
  const ratio = (each * ACCOUNTS) / ours
  console.table([
    {
      [`${ACCOUNTS} accounts, ${CALL_MS} ms a call`]: 'a batch',
      seconds: (ours / 1000).toFixed(1),
      'accounts/s': Math.round(ACCOUNTS / (ours / 1000)),
      'CPU ms/account': ((user + system) / 1000 / ACCOUNTS).toFixed(2),
    },
    {
      [`${ACCOUNTS} accounts, ${CALL_MS} ms a call`]: `one PATCH after another, reckoned from ${ONE_BY_ONE}`,
      seconds: ((each * ACCOUNTS) / 1000).toFixed(1),
      'accounts/s': Math.round(1000 / each),
    },
  ])
  const isMet = ratio >= GOAL
  const goal = `a batch ≥ ${GOAL} × one PATCH after another`
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${goal}: ${ratio.toFixed(1)}`)
  return isMet
}

async function delayCalls(url: string, match: string) {
  await fetch(`${url}/_emulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match, kind: 'delay', delayMs: CALL_MS }),
  })
}

/** In milliseconds, from when it was asked for. */
async function runBatch(visitor: Visitor, users: string[]): Promise<number> {
  const body = { action: 'disable', users, reason: 'A measurement' }
  const begin = performance.now()
  const { id } = (await visitor.post('/api/user-batches', body)).json()
  for (;;) {
    const { status, counts } = (await visitor.get(`/api/user-batches/${id}`)).json()
    if (status === 'completed') {
      const ms = performance.now() - begin
      if (counts.succeeded + counts.willBeReverted === users.length) return ms
      throw new Error(`The batch came to something else: ${JSON.stringify(counts)}`)
    }
    await wait(LOOK_EVERY_MS)
  }
}

/** In milliseconds, for one. */
async function patchOneByOne(names: string[], url: string, token: string): Promise<number> {
  const begin = performance.now()
  for (const name of names) {
    const reply = await fetch(`${url}/v1.0/users/${encodeURIComponent(name)}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ accountEnabled: true }),
    })
    if (reply.status !== 204) throw new Error(`Graph answered ${reply.status}.`)
  }
  return (performance.now() - begin) / names.length
}

if (import.meta.main && !(await measureBatches())) process.exitCode = 1
