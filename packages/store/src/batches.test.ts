import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listAuditEvents } from './audit.ts'
import { countItems, listBegunItems, listDueItems, listItems, readNextDue } from './batch-items.ts'
import { saveProgress } from './batch-run.ts'
import { createBatch, listBatches, readBatch, readKey } from './batches.ts'
import { acquireLease } from './leases.ts'
import { openStore } from './open-store.ts'
import { END, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { createNewBatch, toItems } from './testing/new-batch.ts'

const KEY = { key: 'key-1', requestHash: 'hash-1', expiresAt: END }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let tenantId: string
  let personId: string
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(() => {
    tenantId = randomUUID()
    personId = randomUUID()
  })

  const make = (more: Parameters<typeof createNewBatch>[0] = {}) =>
    createNewBatch({ tenantId, personId, ...more })
  const count = () => listBatches(store.db, { tenantId, top: 100 }).then((found) => found.length)

  it('a batch is written with its items, its token and its entry in the audit', async () => {
    const wish = make({ items: toItems(2500) })
    expect(await createBatch(store.db, wish)).toEqual({ outcome: 'created' })
    const { id } = wish.batch
    expect(await readBatch(store.db, { id, tenantId })).toMatchObject({
      ...wish.batch,
      total: 2500,
      status: 'queued',
      pauseReason: null,
      isCancelRequested: false,
      startedAt: null,
      finishedAt: null,
    })
    const [last] = await listItems(store.db, { batchId: id, afterLine: 2499, top: 10 })
    expect(last).toMatchObject({ line: 2500, stage: 'pending', outcome: null, attempts: 0 })
    expect(await listAuditEvents(store.db, { tenantId, top: 10 })).toMatchObject([wish.audit])
  })

  it('what fails half-way leaves nothing behind', async () => {
    const [one] = toItems(1)
    const twice = make({ items: [...toItems(3), ...(one ? [one] : [])], idempotency: KEY })
    await expect(createBatch(store.db, twice)).rejects.toThrow()
    expect(await count()).toBe(0)
    expect(await listAuditEvents(store.db, { tenantId, top: 10 })).toEqual([])
    expect(await readKey(store.db, { personId, key: KEY.key, now: LATER })).toBeUndefined()
  })

  it('another tenant has no batch of that id', async () => {
    const { batch, ...wish } = make()
    await createBatch(store.db, { batch, ...wish })
    expect(await readBatch(store.db, { id: batch.id, tenantId: 'other' })).toBeUndefined()
    expect(await listBatches(store.db, { tenantId: 'other', top: 10 })).toEqual([])
  })

  it('twenty tries at once with one key, on two connections, make one batch that all are told of', async () => {
    await using other = await openStore(store.url)
    const tries = Array.from({ length: 20 }, () => make({ idempotency: KEY }))
    const outcomes = await Promise.all(
      tries.map((wish, index) => createBatch((index % 2 ? other : store).db, wish)),
    )
    const made = tries.filter((_wish, index) => outcomes[index]?.outcome === 'created')
    expect(made).toHaveLength(1)
    const known = outcomes.filter(({ outcome }) => outcome !== 'created')
    expect(known).toEqual(Array(19).fill({ outcome: 'known', batchId: made[0]?.batch.id }))
    expect(await count()).toBe(1)
  })

  it('a key that was used for another request makes nothing', async () => {
    await createBatch(store.db, make({ idempotency: KEY }))
    const other = make({ idempotency: { ...KEY, requestHash: 'hash-2' } })
    expect(await createBatch(store.db, other)).toEqual({ outcome: 'other_request' })
    expect(await count()).toBe(1)
  })

  it('a key is its person’s own, and free again when it has expired', async () => {
    await createBatch(store.db, make({ idempotency: { ...KEY, expiresAt: LATER } }))
    const others = make({ idempotency: KEY, personId: randomUUID() })
    expect(await createBatch(store.db, others)).toEqual({ outcome: 'created' })
    const later = make({ idempotency: { ...KEY, requestHash: 'hash-2' }, createdAt: LATER })
    expect(await createBatch(store.db, later)).toEqual({ outcome: 'created' })
    const found = await readKey(store.db, { personId, key: KEY.key, now: LATER })
    expect(found).toEqual({ requestHash: 'hash-2', batchId: later.batch.id })
  })

  it('batches are listed from the newest on, in pages that hold each once', async () => {
    const wishes = Array.from({ length: 7 }, (_, index) =>
      // Several of the same moment.
      make({ createdAt: `2026-11-22T10:00:0${index >> 1}.000Z` }),
    )
    for (const wish of wishes) await createBatch(store.db, wish)
    const seen: string[] = []
    let before: { createdAt: string; id: string } | undefined
    for (;;) {
      const page = await listBatches(store.db, { tenantId, before, top: 3 })
      seen.push(...page.map(({ createdAt, id }) => `${createdAt} ${id}`))
      if (page.length < 3) break
      before = page.at(-1)
    }
    const all = wishes.map(({ batch }) => `${batch.createdAt} ${batch.id}`)
    expect(seen).toEqual(all.toSorted().toReversed())
  })

  describe('items', () => {
    let batchId: string
    const move = async (
      line: number,
      more: Partial<Parameters<typeof saveProgress>[1]['items'][number]>,
    ) => {
      const [item] = await listItems(store.db, { batchId, afterLine: line - 1, top: 1 })
      const wanted = { name: randomUUID(), holder: 'one', forMs: 10_000 }
      const lease = await acquireLease(store.db, wanted)
      if (!item || !lease) throw new Error('There is no such item, or no lease.')
      await saveProgress(store.db, { batchId, lease, items: [{ ...item, ...more }] })
    }
    beforeEach(async () => {
      const wish = make({ items: toItems(6) })
      batchId = wish.batch.id
      await createBatch(store.db, wish)
      await move(2, { stage: 'done', outcome: 'succeeded', after: false })
      await move(3, { stage: 'writing', before: true, userId: 'user-3', notBeforeMs: 5000 })
      await move(4, { stage: 'revoking', userId: 'user-4', notBeforeMs: 2000 })
      await move(5, { stage: 'done', outcome: 'notFound' })
    })

    it('are counted by what they came to', async () => {
      const counts = await countItems(store.db, [{ id: batchId, total: 6 }])
      expect(counts.get(batchId)).toMatchObject({
        total: 6,
        pending: 4,
        succeeded: 1,
        notFound: 1,
        failed: 0,
      })
    })

    it.each([
      [['succeeded'], [2]],
      [[null], [1, 3, 4, 6]],
      [
        ['notFound', null],
        [1, 3, 4, 5, 6],
      ],
      [[], []],
      [undefined, [1, 2, 3, 4, 5, 6]],
    ] as const)('are picked by what they came to: %s', async (outcomes, lines) => {
      const items = await listItems(store.db, { batchId, outcomes, top: 10 })
      expect(items.map(({ line }) => line)).toEqual(lines)
    })

    it('are due when their moment has come, in the order of their lines, and not while under way', async () => {
      const due = async (nowMs: number, except: number[] = [], top = 10) =>
        (await listDueItems(store.db, { batchId, nowMs, except: new Set(except), top })).map(
          ({ line }) => line,
        )
      expect(await due(1999)).toEqual([1, 6])
      expect(await due(2000)).toEqual([1, 4, 6])
      expect(await due(9000)).toEqual([1, 3, 4, 6])
      expect(await due(9000, [1, 4])).toEqual([3, 6])
      expect(await due(9000, [1, 3], 1)).toEqual([4])
    })

    it('that were begun are known to whoever goes on', async () => {
      const begun = await listBegunItems(store.db, batchId)
      expect(begun.toSorted((a, b) => a.line - b.line)).toEqual([
        { line: 3, userId: 'user-3' },
        { line: 4, userId: 'user-4' },
      ])
    })

    it('say when the next one is due, until all are done', async () => {
      expect(await readNextDue(store.db, batchId)).toBe(0)
      for (const line of [1, 6]) await move(line, { stage: 'done', outcome: 'failed' })
      expect(await readNextDue(store.db, batchId)).toBe(2000)
      for (const line of [3, 4]) await move(line, { stage: 'done', outcome: 'failed' })
      expect(await readNextDue(store.db, batchId)).toBeUndefined()
    })
  })
})
