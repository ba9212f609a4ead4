import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  askForBatch,
  awaitBatch,
  awaitEnd,
  clearBatches,
  isEnabled,
  listItemEvents,
  listItems,
  listOrdinary,
  runBatch,
  soon,
} from '../helpers/batches.ts'
import { type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import type { World } from '../helpers/world.ts'

let world: ProxiedWorld
let patches: string[] = []
/** Resolves when the changes of a batch may go on. */
let gate: Promise<void> | undefined

beforeAll(async () => {
  world = await startProxiedWorld({ users: 1000 })
})
afterAll(() => world?.[Symbol.asyncDispose]())
beforeEach(async () => {
  await clearBatches(world)
  patches = []
  gate = undefined
  world.proxy.meddle({
    async onRequests(requests) {
      const changes = requests.filter(({ method }) => method === 'PATCH')
      patches.push(...changes.map(({ url }) => url))
      if (changes.length > 0) await gate
      return requests
    },
  })
})

const toDisable = (users: string[], more = {}) => ({
  action: 'disable',
  users,
  reason: 'Left',
  ...more,
})
/** Lets no change through until it is opened. */
function closeGate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  gate = promise
  return resolve
}
const act = (visitor: Awaited<ReturnType<World['signIn']>>, id: string, name: string) =>
  visitor.post(`/api/user-batches/${id}/${name}`)

describe('a batch that is cancelled in the middle', () => {
  it('brings to an end what is under way, and asks for nothing more', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 800)
    const open = closeGate()
    const { id } = await askForBatch(ada, toDisable(users))
    await soon(() => expect(patches.length).toBeGreaterThan(0))
    expect((await act(ada, id, 'cancel')).statusCode).toBe(202)
    open()
    const { batch, items } = await awaitEnd(ada, id)
    const { succeeded, cancelled } = batch.counts
    expect(batch.status).toBe('cancelled')
    expect(succeeded + cancelled).toBe(800)
    expect(succeeded).toBe(patches.length)
    expect(cancelled).toBeGreaterThan(0)
    const disabled = items.filter(({ outcome }) => outcome === 'succeeded')
    expect(disabled.map(({ input }) => isEnabled(world, input))).toEqual(disabled.map(() => false))
    expect(users.filter((name) => !isEnabled(world, name))).toHaveLength(succeeded)
    expect(await listItemEvents(world, id)).toHaveLength(800)
  })

  it('tells of a change whose answer was lost what became of it', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 90)
    let cut = 0
    world.proxy.meddle({
      onResponses(responses, requests) {
        if (!requests.some(({ method }) => method === 'PATCH')) return responses
        cut += 1
        return undefined
      },
    })
    const { id } = await askForBatch(ada, toDisable(users, { revokeSessions: true }))
    await soon(() => expect(cut).toBeGreaterThanOrEqual(5))
    world.proxy.meddle({})
    await act(ada, id, 'cancel')
    const { batch, items } = await awaitEnd(ada, id)
    expect(batch).toMatchObject({ status: 'cancelled', counts: { failed: 0, cancelled: 0 } })
    expect(items.map(({ after }) => after)).toEqual(Array(90).fill(false))
    expect(await listItemEvents(world, id)).toHaveLength(90)
  })

  it('leaves nothing uncertain that can be looked up: an account as it was is cancelled', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 70)
    const other = { id: 'other', method: 'GET', url: '/me' }
    world.proxy.meddle({
      // Graph hears of no change, and so answers to none.
      onRequests: (requests) =>
        requests.some(({ method }) => method === 'PATCH') ? [other] : requests,
    })
    const { id } = await askForBatch(ada, toDisable(users))
    await soon(async () => {
      const { items } = await listItems(ada, id)
      expect(items.every(({ attempts }) => attempts > 0)).toBe(true)
    })
    await act(ada, id, 'cancel')
    const { batch } = await awaitEnd(ada, id)
    expect(batch.counts).toMatchObject({ cancelled: 70, failed: 0 })
    expect(users.every((name) => isEnabled(world, name))).toBe(true)
  })

  it('that has ended is not cancelled once more', async () => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, toDisable(listOrdinary(world, 1)))
    expect((await act(ada, batch.id, 'cancel')).statusCode).toBe(409)
  })
})

describe('what follows a batch', () => {
  it('an undo takes back what was changed, but nothing that somebody changed since', async () => {
    const ada = await world.signIn()
    const [one = '', other = '', third = ''] = listOrdinary(world, 3)
    const users = [one, other, third, 'dana@contoso.test', 'ada@contoso.test']
    const { batch } = await runBatch(ada, toDisable(users))
    world.emulator.updateUser(other, { accountEnabled: true })
    const reply = await act(ada, batch.id, 'undo')
    expect(reply.statusCode, reply.body).toBe(202)
    expect(reply.json()).toMatchObject({ action: 'enable', undoOf: batch.id })
    const undo = await awaitEnd(ada, reply.json().id)
    expect(undo.items.map(({ input, outcome, code }) => [input, outcome, code])).toEqual([
      [one, 'succeeded', null],
      [other, 'unchanged', 'changed_since'],
      [third, 'succeeded', null],
    ])
    expect(users.map((name) => isEnabled(world, name))).toEqual([true, true, true, false, true])
  })

  it('an undo of what changed nothing is refused, and of what has not ended', async () => {
    const ada = await world.signIn()
    const query = await runBatch(ada, { action: 'query', users: ['tom@contoso.test'] })
    expect((await act(ada, query.batch.id, 'undo')).statusCode).toBe(409)
    const none = await runBatch(ada, toDisable(['dana@contoso.test']))
    expect((await act(ada, none.batch.id, 'undo')).statusCode).toBe(409)
    const open = closeGate()
    const { id } = await askForBatch(ada, toDisable(listOrdinary(world, 1)))
    expect((await act(ada, id, 'undo')).statusCode).toBe(409)
    expect((await act(ada, id, 'retry')).statusCode).toBe(409)
    open()
    await awaitEnd(ada, id)
  })

  it('a retry is of those that failed alone', async () => {
    const ada = await world.signIn()
    const [good = '', bad = ''] = listOrdinary(world, 2)
    const { batch } = await runBatch(ada, toDisable([good, bad, 'nobody@contoso.test']))
    expect((await act(ada, batch.id, 'retry')).statusCode).toBe(409)
    await world.context.store.db
      .updateTable('batch_items')
      .set({ outcome: 'failed', code: 'timeout' })
      .where('batch_id', '=', batch.id)
      .where('input', '=', bad)
      .execute()
    world.emulator.updateUser(bad, { accountEnabled: true })
    const reply = await act(ada, batch.id, 'retry')
    expect(reply.json()).toMatchObject({ action: 'disable', retryOf: batch.id, reason: 'Left' })
    const retry = await awaitEnd(ada, reply.json().id)
    expect(retry.items).toMatchObject([{ input: bad, outcome: 'succeeded' }])
  })
})

describe('a batch whose person’s sign-in is no good any more', () => {
  it('waits for them, and goes on by itself once they have signed in again', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 30)
    const open = closeGate()
    const { id } = await askForBatch(ada, toDisable(users))
    await soon(() => expect(patches.length).toBeGreaterThan(0))
    world.emulator.updateUser('ada@contoso.test', { revokeSessions: true })
    open()
    const paused = await awaitBatch(ada, id, { status: 'paused' })
    expect(paused.pauseReason).toMatch(/^(sign_in_required|claims_challenge)$/)
    expect(paused.counts.failed).toBe(0)
    const back = await world.signIn()
    const { batch } = await awaitEnd(back, id)
    expect(batch).toMatchObject({
      status: 'completed',
      pauseReason: null,
      counts: { succeeded: 30 },
    })
    expect(users.filter((name) => isEnabled(world, name))).toEqual([])
    expect(await listItemEvents(world, id)).toHaveLength(30)
  })

  it('can be ended while it waits, and by anybody with the role', async () => {
    const ada = await world.signIn()
    const open = closeGate()
    const { id } = await askForBatch(ada, toDisable(listOrdinary(world, 3)))
    await soon(() => expect(patches.length).toBeGreaterThan(0))
    world.emulator.updateUser('ada@contoso.test', { revokeSessions: true })
    open()
    await awaitBatch(ada, id, { status: 'paused' })
    world.emulator.updateUser('tom@contoso.test', { directoryRoles: ['globalAdministrator'] })
    const tom = await world.signIn('Tom Teacher')
    expect((await act(tom, id, 'resume')).statusCode).toBe(403)
    expect((await act(tom, id, 'cancel')).statusCode).toBe(202)
    const { batch } = await awaitEnd(tom, id)
    expect(batch.status).toBe('cancelled')
    expect(batch.counts.pending).toBe(0)
    expect(await listItemEvents(world, id)).toHaveLength(3)
  })

  it('is resumed by hand as well, with a sign-in of its person, and only while it waits', async () => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, { action: 'query', users: ['tom@contoso.test'] })
    expect((await act(ada, batch.id, 'resume')).statusCode).toBe(409)
    await world.context.store.db
      .updateTable('batches')
      .set({ status: 'paused', pause_reason: 'sign_in_required', finished_at: null })
      .execute()
    await world.context.store.db
      .updateTable('batch_items')
      .set({ stage: 'pending', outcome: null })
      .execute()
    expect((await act(ada, batch.id, 'resume')).statusCode).toBe(202)
    expect((await awaitEnd(ada, batch.id)).batch.status).toBe('completed')
  })

  it('whose token nobody can open any more waits for its person, and is not asked for ever', async () => {
    const ada = await world.signIn()
    const open = closeGate()
    const { id } = await askForBatch(ada, toDisable(listOrdinary(world, 1)))
    await soon(() => expect(patches).toHaveLength(1))
    await world.context.store.db.updateTable('batch_tokens').set({ sealed: 'gone' }).execute()
    world.emulator.addFault({ match: '/v1.0/$batch', kind: 'status', status: 401 })
    open()
    await awaitBatch(ada, id, { status: 'paused', pauseReason: 'sign_in_required' })
    world.emulator.clearFaults()
    const back = await world.signIn()
    expect((await awaitEnd(back, id)).batch.counts.succeeded).toBe(1)
  })
})

it('a batch goes on to its end when its person has signed out', async () => {
  const ada = await world.signIn()
  const users = listOrdinary(world, 60)
  const open = closeGate()
  const { id } = await askForBatch(ada, toDisable(users))
  await soon(() => expect(patches.length).toBeGreaterThan(0))
  await ada.post('/auth/logout')
  expect((await ada.get('/api/me')).statusCode).toBe(401)
  open()
  world.emulator.updateUser('tom@contoso.test', { directoryRoles: ['globalAdministrator'] })
  const tom = await world.signIn('Tom Teacher')
  const { batch } = await awaitEnd(tom, id)
  expect(batch).toMatchObject({ status: 'completed', counts: { succeeded: 60 } })
  expect(users.filter((name) => isEnabled(world, name))).toEqual([])
})
