import type { AddressInfo } from 'node:net'
import type { UserBatch } from '@vestibule/contract'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { askForBatch, awaitEnd, clearBatches, listOrdinary, soon } from '../helpers/batches.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
let origin: string
beforeAll(async () => {
  world = await startWorld({ users: 300 })
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => clearBatches(world))

/** Reads the events of a batch until the stream ends. */
async function watch(visitor: Visitor, id: string) {
  const gone = new AbortController()
  const reply = await fetch(`${origin}/api/user-batches/${id}/events`, {
    headers: {
      host: 'localhost:3000',
      accept: 'text/event-stream',
      cookie: visitor.sessionCookie(),
    },
    signal: gone.signal,
  })
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toMatch(/^text\/event-stream/)
  expect(reply.headers.get('cache-control')).toMatch(/no-store|no-cache/)
  const events: UserBatch[] = []
  let raw = ''
  let hasEnded = false
  const ended = (async () => {
    for await (const chunk of reply.body ?? []) raw += Buffer.from(chunk).toString()
    hasEnded = true
  })().catch(() => {})
  const read = () => {
    events.length = 0
    for (const block of raw.split('\n\n')) {
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (/^event: progress$/m.test(block) && data) events.push(JSON.parse(data))
    }
    return events
  }
  return { ended, read, raw: () => raw, hasEnded: () => hasEnded, leave: () => gone.abort() }
}

const slow = () => world.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 400 })
const disable = (visitor: Visitor, count: number) =>
  askForBatch(visitor, {
    action: 'disable',
    users: listOrdinary(world, count),
    reason: 'Left',
  })

it('events tell how far a batch has come, as it comes, and end with it', async () => {
  const ada = await world.signIn()
  slow()
  const { id } = await disable(ada, 250)
  const stream = await watch(ada, id)
  await soon(() => expect(stream.read().length).toBeGreaterThan(0))
  expect(stream.hasEnded()).toBe(false)
  await stream.ended
  const events = stream.read()
  expect(events.length).toBeGreaterThan(1)
  expect(events.at(-1)).toMatchObject({
    status: 'completed',
    counts: { pending: 0, succeeded: 250 },
  })
  const pending = events.map(({ counts }) => counts.pending)
  expect(pending).toEqual(pending.toSorted((a, b) => b - a))
  for (const { counts } of events) {
    const { total, ...of } = counts
    expect(Object.values(of).reduce((sum, count) => sum + count, 0)).toBe(total)
  }
})

it('events of a batch that has ended are one, with its end', async () => {
  const ada = await world.signIn()
  const { id } = await disable(ada, 1)
  await awaitEnd(ada, id)
  const stream = await watch(ada, id)
  await stream.ended
  expect(stream.read()).toMatchObject([{ status: 'completed' }])
})

it('events end with the session of who watches, while the batch goes on', async () => {
  const ada = await world.signIn()
  slow()
  const { id } = await disable(ada, 250)
  const stream = await watch(ada, id)
  await soon(() => expect(stream.read().length).toBeGreaterThan(0))
  await ada.post('/auth/logout')
  await stream.ended
  expect(stream.read().at(-1)?.finishedAt).toBeNull()
  const again = await world.signIn()
  expect((await awaitEnd(again, id)).batch.counts.succeeded).toBe(250)
})

it('whoever leaves is not held on to, and the batch goes on', async () => {
  const ada = await world.signIn()
  slow()
  const { id } = await disable(ada, 30)
  const stream = await watch(ada, id)
  await soon(() => expect(stream.read().length).toBeGreaterThan(0))
  stream.leave()
  await stream.ended
  expect((await awaitEnd(ada, id)).batch.counts.succeeded).toBe(30)
})

it('events do not extend the session', async () => {
  const ada = await world.signIn()
  const { id } = await disable(ada, 1)
  await awaitEnd(ada, id)
  const { db } = world.context.store
  const last_seen_at = new Date(Date.now() - 10 * 60_000).toISOString()
  await db.updateTable('sessions').set({ last_seen_at }).execute()
  await (await watch(ada, id)).ended
  const seen = await db.selectFrom('sessions').select('last_seen_at').execute()
  expect(new Set(seen.map((row) => row.last_seen_at))).toEqual(new Set([last_seen_at]))
})

it('no event holds a token', async () => {
  const ada = await world.signIn()
  const { id } = await disable(ada, 30)
  const stream = await watch(ada, id)
  await stream.ended
  expect(stream.raw()).not.toMatch(/eyJ[\w-]+\.|refresh|sealed|Bearer/i)
})
