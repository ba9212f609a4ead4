import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { serveMetrics } from '@vestibule/bff'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { damage } from '../faults/damage.ts'
import { listOrdinary, runBatch, soon } from '../helpers/batches.ts'
import { startWorld, type World } from '../helpers/world.ts'

const HOST = '127.0.0.1'

let world: World
let server: Awaited<ReturnType<typeof serveMetrics>>

beforeAll(async () => {
  world = await startWorld({ users: 20, skipWaits: true, env: { METRICS_PORT: '9464' } })
  server = await serveMetrics(world.context.metrics, { host: HOST, port: 0 })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

async function scrape() {
  const reply = await fetch(`http://${HOST}:${server.port}/metrics`)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toContain('text/plain')
  const text = await reply.text()
  const read = (start: string) => {
    const line = text.split('\n').find((one) => one.startsWith(`${start} `))
    return line === undefined ? undefined : Number(line.slice(start.length + 1))
  }
  return { text, read }
}

it('tells what happened, in figures that name nobody', async () => {
  const ada = await world.signIn('Ada Admin')
  const elsewhere = await world.signIn('Ada Admin')
  await world.context.mirrorRunner.refresh()
  // A token with the permission for it is fetched by one of them.
  await Promise.all(Array.from({ length: 5 }, () => elsewhere.get('/api/users?source=graph')))
  const users = [...listOrdinary(world, 2), 'nobody@contoso.test']
  await runBatch(ada, { action: 'query', users })
  expect((await elsewhere.post('/auth/logout')).statusCode).toBe(200)
  const other = await world.signIn('Tom Teacher')
  world.emulator.addFault({ match: 'token', kind: 'status', code: 50173 })
  expect((await other.get('/api/groups')).statusCode).toBe(401)
  world.emulator.clearFaults()
  await ada.get(`/api/users/${world.emulator.listUsers()[0]?.id}`)
  await ada.get('/nothing/of/the/kind')
  const { text, read } = await scrape()

  const figures = {
    'sessions_started_total{door="entra"}': 3,
    'sessions_ended_total{reason="sign_out"}': 1,
    'sessions_ended_total{reason="refresh_token"}': 1,
    'token_refreshes_total{outcome="failed"}': 1,
    'token_refreshes_total{outcome="joined"}': 4,
    'batch_items_total{outcome="succeeded"}': 2,
    'batch_items_total{outcome="notFound"}': 1,
    'mirror_rounds_total{outcome="ok"}': 1,
    mirror_people: world.emulator.listUsers().length,
    'http_requests_total{method="GET",route="/api/users/:id",status="200"}': 1,
    'http_requests_total{method="GET",route="none",status="404"}': 1,
    'http_request_seconds_count{method="GET",route="/api/users/:id"}': 1,
  }
  for (const [name, value] of Object.entries(figures)) {
    expect(read(`vestibule_${name}`), name).toBe(value)
  }
  for (const by of ['request', 'batch', 'mirror']) {
    expect(read(`vestibule_graph_calls_total{by="${by}",status="200"}`), by).toBeGreaterThan(0)
  }
  expect(read('vestibule_token_refreshes_total{outcome="ok"}')).toBeGreaterThan(0)
  expect(read('vestibule_mirror_age_seconds')).toBeGreaterThanOrEqual(0)
  expect(read('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0)
  // The tenant, people, ids and addresses.
  expect(text).not.toMatch(/contoso|@|ada|tom|[0-9a-f]{8}-[0-9a-f]{4}-/i)
})

it('tells what is left of the heap once all of it was collected', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
  await soon(async () => {
    const { read } = await scrape()
    const kept = read('vestibule_heap_kept_bytes')
    expect(kept).toBeGreaterThan(1e6)
    expect(kept).toBeLessThan(Number(read('nodejs_heap_size_total_bytes')))
  })
})

it('is nowhere on the application’s own port, and nothing else is on its own', async () => {
  const ada = await world.signIn('Ada Admin')
  expect((await ada.get('/metrics')).statusCode).toBe(404)
  for (const path of ['/', '/api/me', '/readyz']) {
    expect((await fetch(`http://${HOST}:${server.port}${path}`)).status).toBe(404)
  }
})

it('may be read without keeping a session alive', async () => {
  const ada = await world.signIn('Ada Admin')
  world.passTime(29)
  await scrape()
  world.passTime(2)
  expect((await ada.get('/api/me')).statusCode).toBe(401)
})

it('leaves out what cannot be looked up, and tells the rest', async () => {
  await using away = await startWorld({ users: 0, env: { METRICS_PORT: '9464' } })
  await damage(away)
  const { registry } = away.context.metrics
  await registry.metrics()
  const text = await registry.metrics()
  expect(text).toMatch(/^vestibule_store_failures_total\{reason="damaged"\} [1-9]/m)
  expect(text).not.toMatch(/^vestibule_mirror_people /m)
})

it('on a port that is taken says which, and what to set', async () => {
  const address = { host: HOST, port: server.port }
  const failing = serveMetrics(world.context.metrics, address)
  await expect(failing).rejects.toThrow(
    `Port ${server.port} is taken by another program. Set METRICS_PORT to a free one.`,
  )
})
