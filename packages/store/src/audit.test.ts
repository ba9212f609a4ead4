import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appendAuditEvents, listAuditEvents, verifyAudit } from './audit.ts'
import { isPostgres } from './is-postgres.ts'
import { openStore, type Store } from './open-store.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { EVENT } from './testing/new-batch.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeEach(async () => {
    store = await openTestStore(engine)
  })
  afterEach(() => store[Symbol.asyncDispose]())

  const append = (outcome: string, { db }: Store = store, count = 1) =>
    db.transaction().execute((tx) =>
      appendAuditEvents(
        tx,
        Array.from({ length: count }, (_, index) => ({
          event: { ...EVENT, outcome: `${outcome}${index}` },
        })),
      ),
    )
  /** As whoever owns the database and wants to hide something. */
  async function allowChanges() {
    if (isPostgres(store.db))
      await sql`drop trigger audit_events_stay on audit_events`.execute(store.db)
    else {
      await sql`drop trigger audit_events_stay_update`.execute(store.db)
      await sql`drop trigger audit_events_stay_delete`.execute(store.db)
    }
  }

  it('entries of two stores that write at once form one chain without a gap', async () => {
    await using other = await openStore(store.url)
    const wanted = Array.from({ length: 40 }, (_, index) => (index % 5) + 1)
    await Promise.all(
      wanted.map((count, index) => append(`${index}/`, index % 2 ? other : store, count)),
    )
    const total = wanted.reduce((sum, count) => sum + count, 0)
    const events = await listAuditEvents(store.db, { tenantId: EVENT.tenantId, top: 1000 })
    expect(events.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: total }, (_, index) => total - index),
    )
    expect(new Set(events.map(({ outcome }) => outcome)).size).toBe(total)
    const [last] = events
    expect(await verifyAudit(store.db)).toEqual({ isWhole: true, entries: total, hash: last?.hash })
    expect(await verifyAudit(other.db)).toMatchObject({ isWhole: true })
  })

  it('a transaction that fails leaves no gap', async () => {
    await append('first')
    const failing = store.db.transaction().execute(async (tx) => {
      await appendAuditEvents(tx, [{ event: EVENT }])
      throw new Error('after all not')
    })
    await expect(failing).rejects.toThrow('after all not')
    await append('second')
    expect(await verifyAudit(store.db)).toMatchObject({ isWhole: true, entries: 2 })
  })

  it('what may be entered once is entered once', async () => {
    const enter = () =>
      store.db
        .transaction()
        .execute((tx) =>
          appendAuditEvents(tx, [{ event: EVENT }, { event: EVENT, subject: 'one' }]),
        )
    await enter()
    await expect(enter()).rejects.toThrow()
    expect(await verifyAudit(store.db)).toMatchObject({ isWhole: true, entries: 2 })
  })

  it('entries are listed from the newest on, of one tenant alone', async () => {
    await append('a', store, 5)
    const page = await listAuditEvents(store.db, { tenantId: EVENT.tenantId, before: 4, top: 2 })
    expect(page).toMatchObject([
      { ...EVENT, outcome: 'a2', sequence: 3 },
      { ...EVENT, outcome: 'a1', sequence: 2 },
    ])
    expect(await listAuditEvents(store.db, { tenantId: 'other', top: 10 })).toEqual([])
  })

  it('those about one target are listed by themselves', async () => {
    const about = (id: string | null) => ({
      event: { ...EVENT, target: id === null ? null : { id, name: id } },
    })
    await store.db
      .transaction()
      .execute((tx) => appendAuditEvents(tx, ['tom', 'ada', 'tom', null].map(about)))
    const { tenantId } = EVENT
    const listed = await listAuditEvents(store.db, { tenantId, targetId: 'tom', top: 10 })
    expect(listed.map(({ sequence }) => sequence)).toEqual([3, 1])
    expect(await listAuditEvents(store.db, { tenantId: 'other', targetId: 'tom', top: 1 })).toEqual(
      [],
    )
  })

  it.each(['update audit_events set body = body', 'delete from audit_events'])(
    'the database itself refuses: %s',
    async (statement) => {
      await append('a')
      await expect(sql.raw(statement).execute(store.db)).rejects.toThrow(
        'audit events are only added',
      )
      expect(await verifyAudit(store.db)).toMatchObject({ isWhole: true, entries: 1 })
    },
  )

  it('an empty chain is whole', async () => {
    expect(await verifyAudit(store.db)).toEqual({ isWhole: true, entries: 0, hash: '' })
  })

  describe('to whoever had the database to themselves', () => {
    beforeEach(async () => {
      await append('a', store, 1200)
      await allowChanges()
    })

    it.each([
      [
        'altered',
        `update audit_events set body = replace(body, 'Ada', 'Eve') where sequence = 700`,
        700,
      ],
      ['altered', `update audit_events set hash = 'x' where sequence = 700`, 700],
      ['altered', `update audit_events set target_id = 'x' where sequence = 700`, 700],
      ['missing', 'delete from audit_events where sequence = 700', 700],
      ['missing', 'delete from audit_events where sequence = 1', 1],
      ['cut_off', 'delete from audit_events where sequence > 1100', 1101],
      ['cut_off', 'delete from audit_events where sequence > 1000', 1001],
      ['cut_off', 'delete from audit_events', 1],
      ['altered', `update audit_head set sequence = 3`, 1200],
      ['altered', `update audit_head set hash = 'x'`, 1200],
    ])('an entry %s shows: %s', async (reason, statement, sequence) => {
      await sql.raw(statement).execute(store.db)
      expect(await verifyAudit(store.db)).toEqual({ isWhole: false, reason, sequence })
    })

    it('an entry whose own hash was mended shows at the next', async () => {
      await sql`delete from audit_events where sequence = 1200`.execute(store.db)
      await sql`update audit_head set sequence = 1199`.execute(store.db)
      expect(await verifyAudit(store.db)).toMatchObject({ isWhole: false, reason: 'altered' })
    })
  })
})

it('PostgreSQL refuses to empty the table as well', async () => {
  await using store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
  const emptied = sql`truncate audit_events`.execute(store.db)
  await expect(emptied).rejects.toThrow('audit events are only added')
})
