import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { askForBatch, awaitEnd, clearBatches, listOrdinary } from '../helpers/batches.ts'
import { type LoggingServer, startLoggingServer } from '../helpers/logging-server.ts'
import { startWorld, type World } from '../helpers/world.ts'

/** A JWT, a token of the tenant, a sealed value. */
const SECRET = /eyJ[\w-]+\.|"sealed":"[^[]|refresh_token=|Bearer [\w-]/

let world: World
let server: LoggingServer
beforeAll(async () => {
  world = await startWorld({ users: 60 })
  // Batches are asked for here, and worked at by the one that says all it can say.
  await world.context.batchRunner[Symbol.asyncDispose]()
  server = await startLoggingServer(world.env)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await world?.[Symbol.asyncDispose]()
})
beforeEach(() => clearBatches(world))

it('a batch that meets every kind of failure writes no token into the log', async () => {
  const ada = await world.signIn()
  const users = listOrdinary(world, 30)
  const fault = { match: 'batch', times: 1 } as const
  world.emulator.addFault({ ...fault, kind: 'status', status: 401 })
  world.emulator.addFault({ ...fault, kind: 'html' })
  world.emulator.addFault({ ...fault, kind: 'reset' })
  const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'Left' })
  const { batch } = await awaitEnd(ada, id)
  expect(batch.counts.succeeded).toBe(30)
  expect(server.output()).not.toMatch(SECRET)
}, 60_000)

it('what nobody foresaw is written down, without a token, and does not come all the time', async () => {
  const ada = await world.signIn()
  const [name = ''] = listOrdinary(world, 1)
  world.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 500 })
  const { id } = await askForBatch(ada, { action: 'disable', users: [name], reason: 'Left' })
  // The account cannot be entered any more, as if it had been before.
  await world.context.store.db
    .insertInto('audit_events')
    .values({
      sequence: -1,
      tenant_id: 'none',
      subject: `batch/${id}/1`,
      body: '{}',
      previous_hash: '',
      hash: '',
    })
    .execute()
  const count = () => server.output().split('a batch stumbled').length - 1
  await expect.poll(count, { timeout: 15_000 }).toBe(1)
  expect(server.output()).toContain(id)
  await expect.poll(count, { timeout: 15_000 }).toBe(2)
  const lines = server
    .output()
    .split('\n')
    .filter((line) => line.includes('a batch stumbled'))
  const [first = 0, second = 0] = lines.map((line) => Number(JSON.parse(line).time))
  expect(second - first).toBeGreaterThan(4000)
  expect(server.output()).not.toMatch(SECRET)
}, 60_000)
