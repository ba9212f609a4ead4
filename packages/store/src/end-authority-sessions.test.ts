import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AuthoritySessions, endAuthoritySessions } from './end-authority-sessions.ts'
import { openStore } from './open-store.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { endSession, readSession } from './sessions.ts'
import { ADA, addSession, BEGIN, END, LATER, TOKEN } from './testing/add-session.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { waitForWaiting } from './testing/wait-for-waiting.ts'

const { tenantId } = ADA
const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(() => store.db.deleteFrom('sessions').execute())

  const end = (named: AuthoritySessions) => endAuthoritySessions(store.db, named, LATER)
  const isAlive = async ({ secret }: { secret: string }) =>
    (await readSession(store.db, secret, limits)) !== undefined

  it('a session id of the authority ends the session it names, and its tokens', async () => {
    const named = await addSession(store.db, { authoritySessionId: 'sid-a' })
    const other = await addSession(store.db, { authoritySessionId: 'sid-b' })
    await saveSessionTokens(store.db, named.id, [TOKEN])
    await saveSessionTokens(store.db, other.id, [TOKEN])
    expect(await end({ tenantId, authoritySessionId: 'sid-a' })).toBe(1)
    expect(await isAlive(named)).toBe(false)
    expect(await listSessionTokens(store.db, named.id)).toEqual([])
    expect(await isAlive(other)).toBe(true)
    expect(await listSessionTokens(store.db, other.id)).toHaveLength(1)
  })

  it('a subject alone ends all sessions of that person', async () => {
    const [first, second] = [
      await addSession(store.db, { subject: 'subject-a', authoritySessionId: 'sid-a' }),
      await addSession(store.db, { subject: 'subject-a', authoritySessionId: null }),
    ]
    const other = await addSession(store.db, { subject: 'subject-b' })
    expect(await end({ tenantId, subject: 'subject-a' })).toBe(2)
    expect([await isAlive(first), await isAlive(second), await isAlive(other)]).toEqual([
      false,
      false,
      true,
    ])
  })

  it('where session and subject are named, both must match', async () => {
    const session = await addSession(store.db, {
      subject: 'subject-a',
      authoritySessionId: 'sid-a',
    })
    const named = { tenantId, authoritySessionId: 'sid-a' }
    expect(await end({ ...named, subject: 'subject-b' })).toBe(0)
    expect(await isAlive(session)).toBe(true)
    expect(await end({ ...named, subject: 'subject-a' })).toBe(1)
  })

  it('a token of one tenant ends nothing of another', async () => {
    const session = await addSession(store.db, { tenantId: 'tenant-2' })
    expect(await end({ tenantId, authoritySessionId: 'sid-1', subject: 'subject-1' })).toBe(0)
    expect(await isAlive(session)).toBe(true)
  })

  it('a token that names nothing ends nothing', async () => {
    const session = await addSession(store.db)
    expect(await end({ tenantId })).toBe(0)
    expect(await end({ tenantId, authoritySessionId: '', subject: null })).toBe(0)
    expect(await isAlive(session)).toBe(true)
  })

  it('what is over already is not ended again', async () => {
    const ended = await addSession(store.db)
    await endSession(store.db, ended.id, BEGIN)
    await addSession(store.db)
    expect(await endAuthoritySessions(store.db, { tenantId, subject: 'subject-1' }, END)).toBe(0)
    expect(await end({ tenantId, subject: 'subject-1' })).toBe(1)
  })

  it('two who end the same sessions at the same moment both succeed', async () => {
    for (let count = 0; count < 6; count += 1) await addSession(store.db)
    await using other = await openStore(store.url)
    const named = { tenantId, subject: 'subject-1' }
    const counts = await Promise.all(
      [store, other, store, other].map(({ db }) => endAuthoritySessions(db, named, LATER)),
    )
    expect(counts.reduce((sum, count) => sum + count)).toBe(6)
  })
})

describe('in PostgreSQL, where transactions run side by side', () => {
  it('a session that is just being ended is not ended again', async () => {
    await using store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
    const { id } = await addSession(store.db)
    let ending: Promise<number> | undefined
    await store.db.transaction().execute(async (tx) => {
      await tx.updateTable('sessions').set({ ended_at: BEGIN }).where('id', '=', id).execute()
      ending = endAuthoritySessions(store.db, { tenantId, subject: 'subject-1' }, LATER)
      await waitForWaiting(store.db, 1)
    })
    expect(await ending).toBe(0)
  })
})
