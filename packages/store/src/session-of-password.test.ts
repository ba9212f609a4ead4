import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changePassword } from './local-accounts.ts'
import { openStore } from './open-store.ts'
import { createSession } from './sessions.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { BEGIN, END, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const begin = (personId: string, passwordHash: string, name: string) =>
    createSession(store.db, {
      id: `${personId}-${name}`,
      secret: `${personId}-${name}`,
      personId,
      door: 'local',
      authoritySessionId: null,
      subject: null,
      loginHint: null,
      authenticatedAt: BEGIN,
      userAgent: null,
      ip: null,
      createdAt: BEGIN,
      expiresAt: END,
      passwordHash,
    })
  const countLive = async (personId: string) =>
    (
      await store.db
        .selectFrom('sessions')
        .select('id')
        .where('person_id', '=', personId)
        .where('ended_at', 'is', null)
        .execute()
    ).length

  it('a password that was changed while it was being checked begins no session', async () => {
    const { personId } = await addLocalAccount(store.db)
    expect(await begin(personId, 'hash', 'in time')).toBe(true)
    await changePassword(store.db, { personId, from: 'hash', to: 'new' }, LATER)
    expect(await begin(personId, 'hash', 'late')).toBe(false)
    expect(await countLive(personId)).toBe(0)
  })

  it('however signing in and changing the password meet, no session of the old one is left', async () => {
    await using other = await openStore(store.url)
    for (let round = 0; round < 10; round += 1) {
      const { personId } = await addLocalAccount(store.db)
      await Promise.all([
        begin(personId, 'hash', 'a'),
        changePassword(other.db, { personId, from: 'hash', to: 'new' }, LATER),
        begin(personId, 'hash', 'b'),
      ])
      expect(await countLive(personId)).toBe(0)
    }
  })
})
