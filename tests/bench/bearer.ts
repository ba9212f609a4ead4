// What a client pays for asking us with a bearer token, instead of asking Graph with one of its own.
import { getDelegatedToken } from '../helpers/bearer.ts'
import { startTenantElsewhere } from '../helpers/tenant-elsewhere.ts'

const USERS = 2000
const CALL_MS = 50
const CALLS = 200
const WARM_UP = 20
const GOAL = 1.15
/** The very call that ours makes of Graph. */
const GRAPH_QUERY = new URLSearchParams({
  $select:
    'id,displayName,userPrincipalName,mail,givenName,surname,jobTitle,department,accountEnabled,userType,onPremisesSyncEnabled,createdDateTime',
  $orderby: 'displayName',
  $top: '100',
  $count: 'true',
})

/** Prints a table. @returns whether the goal was met */
export async function measureBearer(): Promise<boolean> {
  await using tenant = await startTenantElsewhere(USERS)
  const origin = await tenant.listen()
  const bearer = await getDelegatedToken(tenant, 'Ada Admin')
  const graphToken = await tenant.getToken()
  await fetch(`${tenant.url}/_emulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ match: 'users', kind: 'delay', delayMs: CALL_MS }),
  })
  const ways = {
    ours: () => ask(`${origin}/api/users?top=100`, bearer),
    direct: () =>
      ask(`${tenant.url}/v1.0/users?${GRAPH_QUERY}`, graphToken, { ConsistencyLevel: 'eventual' }),
  }
  const times = { ours: [] as number[], direct: [] as number[] }
  for (let call = -WARM_UP; call < CALLS; call++) {
    // One after the other in turn: whatever slows the machine slows both.
    for (const [way, send] of Object.entries(ways)) {
      const begin = performance.now()
      await send()
      if (call >= 0) times[way as keyof typeof ways].push(performance.now() - begin)
    }
  }
  const ratio = toQuantile(times.ours, 0.5) / toQuantile(times.direct, 0.5)
  console.table(
    Object.entries(times).map(([way, all]) => ({
      [`GET /api/users?top=100, ${CALL_MS} ms a call of Graph`]:
        way === 'ours' ? 'bearer token, on behalf of' : 'the same call of Graph, directly',
      'median ms': toQuantile(all, 0.5).toFixed(1),
      '95 of 100 within ms': toQuantile(all, 0.95).toFixed(1),
    })),
  )
  const isMet = ratio <= GOAL
  console.log(`${isMet ? 'met   ' : 'MISSED'} bearer ≤ ${GOAL} × direct: ${ratio.toFixed(3)}`)
  return isMet
}

async function ask(url: string, token: string, headers: Record<string, string> = {}) {
  const reply = await fetch(url, { headers: { authorization: `Bearer ${token}`, ...headers } })
  const { items, value } = (await reply.json()) as Record<'items' | 'value', unknown[]>
  if ((items ?? value)?.length !== 100) throw new Error(`${url} answered ${reply.status}.`)
}

function toQuantile(times: number[], quantile: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * quantile)] ?? Number.NaN
}

if (import.meta.main && !(await measureBearer())) process.exitCode = 1
