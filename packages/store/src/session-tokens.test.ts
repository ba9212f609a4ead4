import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acquireLease, releaseLease } from './leases.ts'
import { openStore } from './open-store.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { endSession } from './sessions.ts'
import { addSession, LATER, TOKEN } from './testing/add-session.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { waitForWaiting } from './testing/wait-for-waiting.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const acquire = async (name: string, holder: string) => {
    const lease = await acquireLease(store.db, { name, holder, forMs: 60_000 })
    if (!lease) throw new Error('The lease was not to be had.')
    return lease
  }

  it('a token takes the place of the one before it', async () => {
    const { id } = await addSession(store.db)
    await saveSessionTokens(store.db, id, [TOKEN])
    await saveSessionTokens(store.db, id, [{ ...TOKEN, scopes: ['User.Read', 'User.Read.All'] }])
    expect(await listSessionTokens(store.db, id)).toMatchObject([
      { scopes: ['User.Read', 'User.Read.All'] },
    ])
  })

  it('who holds the lease may write', async () => {
    const { id } = await addSession(store.db)
    const lease = await acquire(id, 'one')
    expect(await saveSessionTokens(store.db, id, [TOKEN], lease)).toEqual({ saved: true })
    expect(await listSessionTokens(store.db, id)).toHaveLength(1)
  })

  it('who has lost the lease writes nothing, though they come from the same process', async () => {
    const { id } = await addSession(store.db)
    const lost = await acquire(id, 'one')
    await releaseLease(store.db, lost)
    const refused = { saved: false, reason: 'lease_lost' }
    expect(await saveSessionTokens(store.db, id, [TOKEN], lost)).toEqual(refused)
    const taken = await acquire(id, 'one')
    expect(await saveSessionTokens(store.db, id, [TOKEN], lost)).toEqual(refused)
    expect(await listSessionTokens(store.db, id)).toEqual([])
    expect(await saveSessionTokens(store.db, id, [TOKEN], taken)).toEqual({ saved: true })
  })

  it('an expired lease allows nothing, even when nobody has taken it', async () => {
    const { id } = await addSession(store.db)
    const lease = await acquire(id, 'one')
    await store.db.updateTable('leases').set({ expires_at_ms: 1 }).execute()
    expect(await saveSessionTokens(store.db, id, [TOKEN], lease)).toEqual({
      saved: false,
      reason: 'lease_lost',
    })
  })

  it('a lease does not bring an ended session back', async () => {
    const { id } = await addSession(store.db)
    const lease = await acquire(id, 'one')
    await endSession(store.db, id, LATER)
    expect(await saveSessionTokens(store.db, id, [TOKEN], lease)).toEqual({
      saved: false,
      reason: 'session_ended',
    })
  })

  it('no token outlives its session, however saving and ending meet', async () => {
    await using other = await openStore(store.url)
    for (let round = 0; round < 20; round += 1) {
      const { id } = await addSession(store.db)
      await Promise.all([
        saveSessionTokens(store.db, id, [TOKEN]),
        endSession(other.db, id, LATER),
        saveSessionTokens(other.db, id, [TOKEN]),
      ])
      expect(await listSessionTokens(store.db, id)).toEqual([])
    }
  })
})

describe('in PostgreSQL, where transactions run side by side', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
  })
  afterAll(() => store[Symbol.asyncDispose]())

  it('tokens wait for a session that is just being ended, and are not written', async () => {
    const { id } = await addSession(store.db)
    let saving: ReturnType<typeof saveSessionTokens> | undefined
    await store.db.transaction().execute(async (tx) => {
      await tx.updateTable('sessions').set({ ended_at: LATER }).where('id', '=', id).execute()
      saving = saveSessionTokens(store.db, id, [TOKEN])
      await waitForWaiting(store.db, 1)
    })
    expect(await saving).toEqual({ saved: false, reason: 'session_ended' })
    expect(await listSessionTokens(store.db, id)).toEqual([])
  })

  it('a lease cannot be taken over between the check and the write', async () => {
    const { id } = await addSession(store.db)
    const name = 'lease'
    const lease = await acquireLease(store.db, { name, holder: 'one', forMs: 60_000 })
    let [saving, taking]: Promise<unknown>[] = []
    await store.db.transaction().execute(async (tx) => {
      // Holds the save up after it has found its lease, before it has written.
      await tx.updateTable('sessions').set({ last_seen_at: LATER }).where('id', '=', id).execute()
      saving = saveSessionTokens(store.db, id, [TOKEN], lease)
      await waitForWaiting(store.db, 1)
      taking = store.db.updateTable('leases').set({ expires_at_ms: 1 }).execute()
      await waitForWaiting(store.db, 2)
    })
    expect(await saving).toEqual({ saved: true })
    await taking
  })
})
