import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { acquireLease, isLeaseHeld, releaseLease, renewLease } from './leases.ts'
import { openStore } from './open-store.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const forMs = 60_000

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let name = 'lease-0'
  let number = 0
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  afterEach(() => {
    number += 1
    name = `lease-${number}`
  })

  const acquire = (holder: string) => acquireLease(store.db, { name, holder, forMs })
  const get = async (holder: string) => {
    const lease = await acquire(holder)
    if (!lease) throw new Error(`${holder} did not get the lease.`)
    return lease
  }
  const letExpire = () =>
    store.db
      .updateTable('leases')
      .set({ expires_at_ms: sql<number>`expires_at_ms - ${forMs}` })
      .where('name', '=', name)
      .execute()

  it('a lease that is held goes to nobody, its holder included', async () => {
    expect(await acquire('one')).toMatchObject({ name, holder: 'one' })
    expect(await acquire('two')).toBeUndefined()
    expect(await acquire('one')).toBeUndefined()
  })

  it('of sixteen who ask at the same moment, on two connections, one gets the lease', async () => {
    await using other = await openStore(store.url)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        acquireLease((index % 2 ? other : store).db, { name, holder: `${index}`, forMs }),
      ),
    )
    expect(answers.filter((lease) => lease !== undefined)).toHaveLength(1)
  })

  it('an expired lease goes to the next, with a greater fence, and is lost to the one before', async () => {
    const lost = await get('one')
    await letExpire()
    expect(await isLeaseHeld(store.db, lost)).toBe(false)
    const taken = await get('two')
    expect(taken.fence).toBeGreaterThan(lost.fence)
    expect(await renewLease(store.db, lost, forMs)).toBe(false)
    await releaseLease(store.db, lost)
    expect(await isLeaseHeld(store.db, taken)).toBe(true)
  })

  it('a holder who comes again is told from who they were before', async () => {
    const before = await get('one')
    await letExpire()
    const again = await get('one')
    expect(await isLeaseHeld(store.db, before)).toBe(false)
    expect(await isLeaseHeld(store.db, again)).toBe(true)
  })

  it('an expired lease is not renewed, even when nobody has taken it', async () => {
    const lease = await get('one')
    await letExpire()
    expect(await renewLease(store.db, lease, forMs)).toBe(false)
  })

  it('a renewed lease lasts', async () => {
    const lease = await get('one')
    expect(await renewLease(store.db, lease, 2 * forMs)).toBe(true)
    await letExpire()
    expect(await isLeaseHeld(store.db, lease)).toBe(true)
  })

  it('a released lease is free at once, and its fence does not go back', async () => {
    const lease = await get('one')
    await releaseLease(store.db, lease)
    expect(await isLeaseHeld(store.db, lease)).toBe(false)
    expect((await get('two')).fence).toBeGreaterThan(lease.fence)
  })

  it('the fence does not go back when the row was deleted', async () => {
    const lease = await get('one')
    await releaseLease(store.db, lease)
    await store.db.deleteFrom('leases').execute()
    // At the same millisecond as before at the earliest.
    expect((await get('two')).fence).toBeGreaterThanOrEqual(lease.fence)
  })
})
