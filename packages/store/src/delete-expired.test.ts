import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteAttempt } from './attempts.ts'
import { deleteExpired } from './delete-expired.ts'
import { readDevice, saveDevice } from './devices.ts'
import { acquireLease, releaseLease } from './leases.ts'
import { createOneTimeToken, readResetAddress } from './one-time-tokens.ts'
import { saveEntraSignIn } from './people.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { endSession } from './sessions.ts'
import { ADA, addSession, BEGIN, END, LATER, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { useLogoutToken } from './used-logout-tokens.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  it('sessions that ended long ago are deleted, and no others', async () => {
    const [ended, alive] = [await addSession(store.db), await addSession(store.db)]
    await saveSessionTokens(store.db, alive.id, [TOKEN])
    await endSession(store.db, ended.id, BEGIN)
    await deleteExpired(store.db, LATER)
    const ids = await store.db.selectFrom('sessions').select('id').execute()
    expect(ids).toEqual([{ id: alive.id }])
    expect(await listSessionTokens(store.db, alive.id)).toHaveLength(1)
  })

  it('of more than are deleted at once none is left, and all are counted', async () => {
    const { id } = await addSession(store.db)
    const like = await store.db
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const rows = Array.from({ length: 1100 }, (_, turn) => {
      return { ...like, id: `expired-${turn}`, secret_hash: `hash-${turn}`, expires_at: BEGIN }
    })
    await store.db.insertInto('sessions').values(rows).execute()
    expect(await deleteExpired(store.db, LATER)).toBe(rows.length)
    const left = await store.db.selectFrom('sessions').select('id').where('id', 'like', 'expired-%')
    expect(await left.execute()).toEqual([])
  })

  it('a session’s tokens go with it', async () => {
    const { id } = await addSession(store.db, { expiresAt: BEGIN })
    await saveSessionTokens(store.db, id, [TOKEN])
    await deleteExpired(store.db, LATER)
    expect(await listSessionTokens(store.db, id)).toEqual([])
  })

  it('a logout token is remembered for as long as it could come again', async () => {
    const issuer = 'https://login.test/v2.0'
    const [lives, expired] = [
      { issuer, tokenId: 'lives', expiresAt: END },
      { issuer, tokenId: 'expired', expiresAt: BEGIN },
    ]
    await useLogoutToken(store.db, lives)
    await useLogoutToken(store.db, expired)
    await deleteExpired(store.db, LATER)
    expect(await useLogoutToken(store.db, lives)).toBe(false)
    expect(await store.db.selectFrom('used_logout_tokens').selectAll().execute()).toHaveLength(1)
  })

  it('links in mails and counted attempts are kept for as long as they count', async () => {
    const token = { purpose: 'reset_password', emailKey: 'ada@contoso.test' } as const
    const now = BEGIN
    await createOneTimeToken(store.db, { ...token, secret: 'lives', expiresAt: END })
    await createOneTimeToken(store.db, { ...token, secret: 'expired', expiresAt: BEGIN })
    await noteAttempt(store.db, { key: 'lives', now, windowEndsAt: END })
    await noteAttempt(store.db, { key: 'over', now, windowEndsAt: BEGIN })
    await deleteExpired(store.db, LATER)
    expect(await readResetAddress(store.db, { secret: 'lives', now: LATER })).toBeDefined()
    expect(await store.db.selectFrom('one_time_tokens').selectAll().execute()).toHaveLength(1)
    expect(await store.db.selectFrom('attempts').selectAll().execute()).toHaveLength(1)
    const again = { key: 'lives', now: LATER, windowEndsAt: END }
    expect(await noteAttempt(store.db, again)).toMatchObject({ count: 2 })
  })

  it('a browser is known for as long as its last sign-in said', async () => {
    const personId = await saveEntraSignIn(store.db, ADA, 'ada', BEGIN)
    const device = { personId, door: 'entra', hint: null, knownEmailKey: undefined } as const
    await saveDevice(store.db, { ...device, secret: 'lives', expiresAt: END })
    await saveDevice(store.db, { ...device, secret: 'expired', expiresAt: BEGIN })
    await deleteExpired(store.db, LATER)
    expect(await readDevice(store.db, 'lives', LATER)).toBeDefined()
    expect(await store.db.selectFrom('devices').selectAll().execute()).toHaveLength(1)
  })

  it('a lease that nobody has had for a day is deleted, one just released is not', async () => {
    const day = 24 * 60 * 60 * 1000
    for (const name of ['held', 'released', 'forgotten']) {
      const lease = await acquireLease(store.db, { name, holder: 'one', forMs: 60_000 })
      if (lease && name !== 'held') await releaseLease(store.db, lease)
    }
    await store.db
      .updateTable('leases')
      .set({ expires_at_ms: sql<number>`expires_at_ms - ${day + 1000}` })
      .where('name', '=', 'forgotten')
      .execute()
    await deleteExpired(store.db, LATER)
    const leases = await store.db.selectFrom('leases').select('name').orderBy('name').execute()
    expect(leases).toEqual([{ name: 'held' }, { name: 'released' }])
  })
})
