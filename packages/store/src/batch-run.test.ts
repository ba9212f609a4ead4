import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAuditEvents } from './audit.ts'
import { type BatchItem, listItems } from './batch-items.ts'
import {
  finishBatch,
  isCancelRequested,
  listPausedBatches,
  listRunnableBatches,
  pauseBatch,
  readBatchToken,
  requestCancel,
  resumeBatch,
  saveBatchToken,
  saveProgress,
  startBatch,
} from './batch-run.ts'
import { createBatch, readBatch } from './batches.ts'
import { acquireLease, type Lease, releaseLease } from './leases.ts'
import { openStore } from './open-store.ts'
import { BEGIN, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { createNewBatch, EVENT, toItems } from './testing/new-batch.ts'
import { noteThrottle, readThrottle } from './throttles.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let tenantId: string
  let id: string
  let lease: Lease
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(async () => {
    tenantId = randomUUID()
    const wish = createNewBatch({ tenantId, personId: tenantId, items: toItems(3) })
    id = wish.batch.id
    await createBatch(store.db, wish)
    lease = await take()
  })

  async function take(): Promise<Lease> {
    const taken = await acquireLease(store.db, {
      name: `batch/${id}`,
      holder: randomUUID(),
      forMs: 60_000,
    })
    if (!taken) throw new Error('Somebody has the lease.')
    return taken
  }
  /** As when this process was held up, and another one has taken over. */
  async function loseLease(): Promise<Lease> {
    const lost = lease
    await releaseLease(store.db, lease)
    lease = await take()
    return lost
  }
  const read = () => readBatch(store.db, { id, tenantId })
  const readItems = () => listItems(store.db, { batchId: id, top: 10 })
  const audit = (action: string) => ({ ...EVENT, tenantId, action })
  const listActions = async () =>
    (await listAuditEvents(store.db, { tenantId, top: 100 })).map(({ action }) => action)
  const isRunnable = async () => (await listRunnableBatches(store.db)).some((one) => one.id === id)
  const finish = (status: 'completed' | 'cancelled', by = lease) =>
    finishBatch(store.db, { lease: by, id, status, at: LATER, audit: audit(`batch.${status}`) })
  const pause = (by = lease) =>
    pauseBatch(store.db, {
      lease: by,
      id,
      reason: 'sign_in_required',
      audit: audit('batch.paused'),
    })
  const resume = () =>
    resumeBatch(store.db, { id, sealedToken: 'next', audit: audit('batch.resumed') })
  const cancel = () => requestCancel(store.db, { id, at: LATER, audit: audit('cancel') })
  const toDone = (item: BatchItem): BatchItem => ({ ...item, stage: 'done', outcome: 'succeeded' })
  const save = (items: BatchItem[], { by = lease, entered = items } = {}) =>
    saveProgress(store.db, {
      batchId: id,
      lease: by,
      items,
      audit: entered.map(({ line }) => ({ line, event: audit('account.disable') })),
    })

  describe('progress', () => {
    it('is written together with its entries in the audit', async () => {
      const items = await readItems()
      expect(await save(items.slice(0, 2).map(toDone))).toBe(true)
      const outcomes = (await readItems()).map(({ outcome }) => outcome)
      expect(outcomes).toEqual(['succeeded', 'succeeded', null])
      expect(await listActions()).toEqual(['account.disable', 'account.disable', 'batch.accepted'])
    })

    it('is refused to whoever has lost the lease: nothing is written, nothing entered', async () => {
      const items = await readItems()
      const lost = await loseLease()
      expect(await save(items.map(toDone), { by: lost })).toBe(false)
      expect(await readItems()).toEqual(items)
      expect(await listActions()).toEqual(['batch.accepted'])
      expect(await save(items.map(toDone))).toBe(true)
    })

    it('never touches an item that is done', async () => {
      const items = await readItems()
      await save(items.slice(0, 1).map(toDone))
      const before = await readItems()
      await save([{ ...toDone(items[0] as BatchItem), outcome: 'failed' }], { entered: [] })
      expect(await readItems()).toEqual(before)
    })

    it('that would enter an item a second time fails as a whole', async () => {
      const items = await readItems()
      await save(items.slice(0, 1).map(toDone))
      const before = await readItems()
      await expect(save(items.map(toDone))).rejects.toThrow()
      expect(await readItems()).toEqual(before)
      expect(await listActions()).toEqual(['account.disable', 'batch.accepted'])
    })

    it('of two who race with one lease each, on two connections, is the holder’s alone', async () => {
      await using other = await openStore(store.url)
      const items = await readItems()
      const lost = await loseLease()
      const races = Array.from({ length: 10 }, (_, index) =>
        saveProgress((index % 2 ? other : store).db, {
          batchId: id,
          lease: index % 2 ? lost : lease,
          items: [{ ...(items[0] as BatchItem), code: index % 2 ? 'lost' : 'held' }],
        }),
      )
      const isSaved = await Promise.all(races)
      expect(isSaved).toEqual(Array.from({ length: 10 }, (_, index) => index % 2 === 0))
      expect((await readItems())[0]?.code).toBe('held')
    })
  })

  describe('a batch', () => {
    it('begins once: going on does not move its beginning', async () => {
      expect(await startBatch(store.db, lease, id, BEGIN)).toBe(true)
      expect(await startBatch(store.db, lease, id, LATER)).toBe(true)
      expect(await read()).toMatchObject({ status: 'running', startedAt: BEGIN })
    })

    it('is not begun by whoever has lost the lease', async () => {
      expect(await startBatch(store.db, await loseLease(), id, BEGIN)).toBe(false)
      expect(await read()).toMatchObject({ status: 'queued', startedAt: null })
    })

    it('ends with its token, once, and nobody is to work at it any more', async () => {
      await startBatch(store.db, lease, id, BEGIN)
      expect(await readBatchToken(store.db, id)).toBe('sealed')
      await finish('completed')
      await finish('cancelled')
      expect(await read()).toMatchObject({ status: 'completed', finishedAt: LATER })
      expect(await readBatchToken(store.db, id)).toBeUndefined()
      expect(await isRunnable()).toBe(false)
      expect(await startBatch(store.db, lease, id, LATER)).toBe(false)
      expect(await listActions()).toEqual(['batch.completed', 'batch.accepted'])
      expect(await cancel()).toBe(false)
      await pause()
      expect(await resume()).toBe(false)
      expect(await read()).toMatchObject({ status: 'completed', pauseReason: null })
      expect(await listActions()).toEqual(['batch.completed', 'batch.accepted'])
    })

    it('is neither ended nor paused by whoever has lost the lease', async () => {
      await startBatch(store.db, lease, id, BEGIN)
      const lost = await loseLease()
      expect(await finish('completed', lost)).toBe(false)
      expect(await pause(lost)).toBe(false)
      expect(await read()).toMatchObject({ status: 'running', finishedAt: null })
      expect(await readBatchToken(store.db, id)).toBe('sealed')
    })

    it('that waits for its person is nobody’s to work at, until they are back with a token', async () => {
      await startBatch(store.db, lease, id, BEGIN)
      await pause()
      expect(await read()).toMatchObject({ status: 'paused', pauseReason: 'sign_in_required' })
      expect(await isRunnable()).toBe(false)
      // Somebody who listed it before must not begin.
      expect(await startBatch(store.db, lease, id, LATER)).toBe(false)
      expect(await listPausedBatches(store.db, tenantId)).toMatchObject([{ id }])
      expect(await resume()).toBe(true)
      expect(await resume()).toBe(false)
      expect(await read()).toMatchObject({ status: 'queued', pauseReason: null })
      expect(await readBatchToken(store.db, id)).toBe('next')
      expect(await isRunnable()).toBe(true)
      expect(await listPausedBatches(store.db, tenantId)).toEqual([])
    })

    it('that was asked to stop is stopped once, and also while it waits', async () => {
      await startBatch(store.db, lease, id, BEGIN)
      await pause()
      expect(await isCancelRequested(store.db, id)).toBe(false)
      expect(await cancel()).toBe(true)
      expect(await cancel()).toBe(false)
      expect(await isCancelRequested(store.db, id)).toBe(true)
      expect(await isRunnable()).toBe(true)
      expect(await startBatch(store.db, lease, id, LATER)).toBe(true)
      await finish('cancelled')
      expect(await read()).toMatchObject({ status: 'cancelled', pauseReason: null })
      expect(await listActions()).toEqual([
        'batch.cancelled',
        'cancel',
        'batch.paused',
        'batch.accepted',
      ])
    })

    it('keeps the token of its last refresh, of whoever holds it alone', async () => {
      const lost = await loseLease()
      const toSave = (sealed: string, by: Lease) =>
        saveBatchToken(store.db, { lease: by, batchId: id, sealed })
      expect(await toSave('late', lost)).toBe(false)
      expect(await toSave('fresh', lease)).toBe(true)
      expect(await readBatchToken(store.db, id)).toBe('fresh')
    })
  })

  it('of the pauses that Graph asks for, the latest counts', async () => {
    expect(await readThrottle(store.db, tenantId)).toBe(0)
    for (const untilMs of [5000, 9_000_000_000_000, 7000]) {
      await noteThrottle(store.db, { tenantId, untilMs })
    }
    expect(await readThrottle(store.db, tenantId)).toBe(9_000_000_000_000)
    expect(await readThrottle(store.db, 'other')).toBe(0)
  })
})
