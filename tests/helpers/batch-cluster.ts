import { randomBytes } from 'node:crypto'
import { verifyAudit } from '@vestibule/store'
import { expect, vi } from 'vitest'
import { listItemEvents } from './batches.ts'
import { type Nodes, startNodes } from './nodes.ts'
import { createDatabase } from './postgres.ts'
import { APP_ORIGIN, startWorld, type World } from './world.ts'

const LEASE_MS = 2000

export interface BatchCluster extends AsyncDisposable {
  /** Batches are asked for here, and never worked at. */
  world: World
  cluster: Nodes
  /** The node that works at a batch now. */
  findWorker(batchId: string): Promise<Nodes['nodes'][number]>
}

/** Nodes on one database that work at batches, in processes of their own. */
export async function startBatchCluster({
  nodes,
  users,
  createDatabase: create = createDatabase,
}: {
  nodes: number
  users: number
  createDatabase?: typeof createDatabase
}): Promise<BatchCluster> {
  const database = await create()
  const shared = {
    APP_ORIGIN,
    DATABASE_URL: database.url,
    SESSION_SECRETS: randomBytes(32).toString('base64url'),
    TOKEN_KEYS: randomBytes(32).toString('base64url'),
  }
  const world = await startWorld({ users, env: shared })
  await world.context.batchRunner[Symbol.asyncDispose]()
  const cluster = await startNodes(nodes, { ...world.env, ...shared }, { batchLeaseMs: LEASE_MS })
  return {
    world,
    cluster,
    findWorker: (batchId) =>
      vi.waitFor(async () => {
        const row = await world.context.store.db
          .selectFrom('leases')
          .select('holder')
          .where('name', '=', `batch/${batchId}`)
          .where('expires_at_ms', '>', Date.now())
          .executeTakeFirst()
        const pid = Number(row?.holder.split('/')[0])
        const node = cluster.nodes.find((one) => one.pid === pid)
        if (!node) throw new Error('Nobody works at the batch.')
        return node
      }, 10_000),
    async [Symbol.asyncDispose]() {
      await cluster[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

/**
 * Calls go wrong in every way there is. A connection that breaks takes twenty of them with it. A batch goes slowly after
 * each that is told to come again for the number of calls.
 */
export function addEveryFault(
  { emulator }: World,
  { throttled, unavailable }: { throttled: number; unavailable: number },
): void {
  const match = '/v1.0/users/'
  emulator.addFault({ match, kind: 'reset', rate: 0.002 })
  emulator.addFault({ match, kind: 'truncate', rate: 0.001 })
  emulator.addFault({ match, kind: 'reset', rate: 0.001, before: true })
  emulator.addFault({ match, kind: 'delay', delayMs: 9000, times: 1, rate: 0.01 })
  emulator.addFault({ match, kind: 'status', status: 429, retryAfterSeconds: 1, rate: throttled })
  emulator.addFault({ match, kind: 'status', status: 503, rate: unavailable })
}

/** Every account is disabled, our record says so, and says it once. */
export async function expectWhole(world: World, batchId: string, users: string[]): Promise<void> {
  const { db } = world.context.store
  const items = await db
    .selectFrom('batch_items')
    .select(['line', 'input', 'outcome', 'code', 'before', 'after'])
    .where('batch_id', '=', batchId)
    .orderBy('line')
    .execute()
  expect(items.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([])
  expect(items.map(({ input }) => input)).toEqual(users)
  expect(items.filter(({ before, after }) => before !== 1 || after !== 0)).toEqual([])
  expect(users.filter((name) => world.emulator.readUser(name)?.accountEnabled)).toEqual([])
  const events = await listItemEvents(world, batchId)
  expect(events.map(({ details }) => details.line)).toEqual(items.map(({ line }) => line))
  expect(events.filter(({ outcome }) => outcome !== 'succeeded')).toEqual([])
  expect(await verifyAudit(db)).toMatchObject({ isWhole: true })
}
