import type { UserBatch, UserBatchItem, UserBatchItemPage } from '@vestibule/contract'
import { expect, vi } from 'vitest'
import { type Visitor as Browser, SAME_ORIGIN } from './visitor.ts'
import type { World } from './world.ts'

/** Whoever asks: in a browser, or with a bearer token. */
type Visitor = Pick<Browser, 'get' | 'post'>

const PATIENCE = { timeout: 20_000, interval: 20 }

/** Vitest’s own second is short on a busy machine. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, PATIENCE)
}

export interface EndedBatch {
  batch: UserBatch
  items: UserBatchItem[]
  /** The item of an input. */
  of(input: string): UserBatchItem
}

/** Asks for a batch, which is accepted. */
export async function askForBatch(
  visitor: Visitor,
  body: object,
  headers: Record<string, string> = {},
): Promise<UserBatch> {
  const reply = await visitor.post('/api/user-batches', body, { ...SAME_ORIGIN, ...headers })
  expect(reply.statusCode, reply.body).toBe(202)
  return reply.json()
}

export async function readBatch(visitor: Visitor, id: string): Promise<UserBatch> {
  const reply = await visitor.get(`/api/user-batches/${id}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json()
}

/** Waits until a batch looks like this. */
export function awaitBatch(
  visitor: Visitor,
  id: string,
  wanted: Record<string, unknown>,
): Promise<UserBatch> {
  return soon(async () => {
    const batch = await readBatch(visitor, id)
    expect(batch).toMatchObject(wanted)
    return batch
  })
}

export async function listItems(
  visitor: Visitor,
  id: string,
  query = '',
): Promise<UserBatchItemPage> {
  const reply = await visitor.get(`/api/user-batches/${id}/items?top=1000${query}`)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json()
}

export async function awaitEnd(visitor: Visitor, id: string): Promise<EndedBatch> {
  const batch = await awaitBatch(visitor, id, { finishedAt: expect.any(String) })
  const { items } = await listItems(visitor, id)
  return {
    batch,
    items,
    of(input) {
      const item = items.find((one) => one.input === input)
      if (!item) throw new Error(`The batch has no item ${input}.`)
      return item
    },
  }
}

/** Asks for a batch and waits for its end. */
export async function runBatch(visitor: Visitor, body: object): Promise<EndedBatch> {
  const { id } = await askForBatch(visitor, body)
  return awaitEnd(visitor, id)
}

/** So many accounts that are enabled, hold no role and are kept in the cloud alone. */
export function listOrdinary({ emulator }: Pick<World, 'emulator'>, count: number): string[] {
  const names: string[] = []
  // The tenant's own people come first, each with something of their own.
  for (const { accountEnabled, userPrincipalName: name } of emulator.listUsers().slice(12)) {
    if (names.length === count) return names
    if (accountEnabled && !emulator.readUser(name)?.onPremisesSyncEnabled) names.push(name)
  }
  if (names.length < count) throw new Error(`The tenant has only ${names.length} such accounts.`)
  return names
}

export function isEnabled({ emulator }: Pick<World, 'emulator'>, name: string) {
  return emulator.readUser(name)?.accountEnabled
}

/** What the audit says of the accounts of a batch, by line. */
export async function listItemEvents({ context }: Pick<World, 'context'>, batchId: string) {
  const rows = await context.store.db.selectFrom('audit_events').select('body').execute()
  return rows
    .map(({ body }) => JSON.parse(body))
    .filter(({ action, details }) => action.startsWith('account.') && details.batch === batchId)
    .toSorted((a, b) => a.details.line - b.details.line)
}

/** As before the first batch: nothing waits, nothing is throttled. */
export async function clearBatches({ context, emulator }: World): Promise<void> {
  emulator.clearFaults()
  emulator.reset()
  const { db } = context.store
  await db.deleteFrom('batches').execute()
  await db.deleteFrom('throttles').execute()
  await db.deleteFrom('idempotency_keys').execute()
}
