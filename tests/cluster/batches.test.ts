import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  addEveryFault,
  type BatchCluster,
  expectWhole,
  startBatchCluster,
} from '../helpers/batch-cluster.ts'
import {
  askForBatch,
  awaitBatch,
  clearBatches,
  listOrdinary,
  readBatch,
} from '../helpers/batches.ts'
import { createDatabase } from '../helpers/postgres.ts'
import type { World } from '../helpers/world.ts'

const ITEMS = 400
const KILLS = 2
/** On one engine one test after the other. */
const IN_TURN = { concurrent: false }

async function createSqliteFile() {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-cluster-'))
  return {
    url: `file:${join(folder, 'vestibule.db')}`,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// The engines side by side: each has a database, a tenant and processes of its own, and mostly waits.
describe.concurrent.each([
  ['SQLite', createSqliteFile],
  ['PostgreSQL', createDatabase],
])('batches on %s', (_engine, create) => {
  let shared: BatchCluster
  let world: World

  beforeAll(async () => {
    shared = await startBatchCluster({ nodes: 2, users: 900, createDatabase: create })
    world = shared.world
  })
  afterAll(() => shared?.[Symbol.asyncDispose]())
  beforeEach(() => clearBatches(world))

  it(
    'two processes share two batches: each account is changed and entered once',
    IN_TURN,
    async () => {
      const ada = await world.signIn()
      const users = listOrdinary(world, 400)
      const bodies = [users.slice(0, 200), users.slice(200)].map((part) => ({
        action: 'disable',
        users: part,
        reason: 'Left',
      }))
      const batches = await Promise.all(bodies.map((body) => askForBatch(ada, body)))
      for (const [index, { id }] of batches.entries()) {
        await awaitBatch(ada, id, { status: 'completed' })
        await expectWhole(world, id, bodies[index]?.users ?? [])
      }
    },
  )

  it(
    'a process that is held up past its lease does nothing more once it goes on',
    IN_TURN,
    async () => {
      const ada = await world.signIn()
      const users = listOrdinary(world, 100)
      world.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 1000 })
      const asked = countBatchRequests(world)
      const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'Left' })
      // All five calls that look accounts up are under way.
      await vi.waitFor(() => expect(asked.count()).toBe(5), 10_000)
      asked.stop()
      const worker = await shared.findWorker(id)
      worker.signal('SIGSTOP')
      try {
        world.emulator.clearFaults()
        await awaitBatch(ada, id, { status: 'completed' })
        await expectWhole(world, id, users)
      } finally {
        // Somebody thinks better of it.
        for (const name of users) world.emulator.updateUser(name, { accountEnabled: true })
        worker.signal('SIGCONT')
      }
      // The one that was held up is the only one left: what it does next comes after what it had begun.
      const others = shared.cluster.nodes.filter((node) => node !== worker)
      await Promise.all(others.map((node) => node.kill()))
      const next = await askForBatch(ada, { action: 'query', users })
      await awaitBatch(ada, next.id, { status: 'completed', counts: { succeeded: 100 } })
      expect(users.filter((name) => !world.emulator.readUser(name)?.accountEnabled)).toEqual([])
      expect(await readBatch(ada, id)).toMatchObject({ counts: { succeeded: 100 } })
      await shared.cluster.add()
    },
  )

  it(`${ITEMS} accounts, one in five calls failing and ${KILLS} kills: none lost, none twice`, {
    ...IN_TURN,
    timeout: 120_000,
  }, async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, ITEMS)
    addEveryFault(world, { throttled: 0.14, unavailable: 0.06 })
    const { id } = await askForBatch(ada, { action: 'disable', users, reason: 'Left' })
    const spares: Promise<unknown>[] = []
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const pending = ITEMS - Math.ceil((kill * ITEMS) / (KILLS + 2))
      await vi.waitFor(async () => {
        expect((await readBatch(ada, id)).counts.pending).toBeLessThan(pending)
      }, 20_000)
      const worker = await shared.findWorker(id)
      if (kill < KILLS) spares.push(shared.cluster.add())
      await worker.kill()
    }
    await Promise.all(spares)
    await vi.waitFor(
      async () => expect((await readBatch(ada, id)).status).toBe('completed'),
      60_000,
    )
    await expectWhole(world, id, users)
  })
})

/** Calls of `$batch` that have reached the tenant, answered or not. */
function countBatchRequests({ emulator }: World) {
  const { host } = new URL(emulator.url)
  let count = 0
  const onRequest = (message: unknown) => {
    const { request } = message as { request: IncomingMessage }
    // Another tenant of this process has calls of its own.
    if (request.headers.host === host && request.url?.endsWith('/$batch')) count += 1
  }
  subscribe('http.server.request.start', onRequest)
  return {
    count: () => count,
    stop: () => unsubscribe('http.server.request.start', onRequest),
  }
}
