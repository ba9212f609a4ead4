import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { saveEntraSignIn } from './people.ts'
import {
  endAllSessions,
  endOtherSessions,
  endSessionOfPerson,
  listLiveSessions,
} from './session-list.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { endSession, readSession, touchSession } from './sessions.ts'
import { ADA, addSession, BEGIN, LATER, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  /** Somebody of whom there is no session yet. */
  const addPerson = () =>
    saveEntraSignIn(store.db, { ...ADA, objectId: randomUUID() }, randomUUID(), BEGIN)

  async function startSession(
    personId: string,
    times: { createdAt?: string; expiresAt?: string } = {},
  ) {
    const session = await addSession(store.db, { personId, ...times })
    await saveSessionTokens(store.db, session.id, [TOKEN])
    return session
  }

  const listIds = async (personId: string) =>
    (await listLiveSessions(store.db, personId, limits)).map(({ id }) => id)

  it('the list has a person’s own sessions, the one used last first, and no secret', async () => {
    const [ada, tom] = [await addPerson(), await addPerson()]
    const [older, newer] = [await startSession(ada), await startSession(ada)]
    await startSession(tom)
    await touchSession(store.db, older.id, LATER)
    const listed = await listLiveSessions(store.db, ada, limits)
    expect(listed).toEqual([
      {
        id: older.id,
        door: 'entra',
        createdAt: BEGIN,
        lastSeenAt: LATER,
        userAgent: 'a browser',
        ip: '127.0.0.1',
      },
      expect.objectContaining({ id: newer.id, lastSeenAt: BEGIN }),
    ])
    expect(JSON.stringify(listed)).not.toContain(older.secret)
  })

  it('the list has only what is alive', async () => {
    const ada = await addPerson()
    const [alive, ended] = [await startSession(ada), await startSession(ada)]
    await startSession(ada, { createdAt: limits.idleSince })
    await startSession(ada, { expiresAt: LATER })
    await endSession(store.db, ended.id, LATER)
    expect(await listIds(ada)).toEqual([alive.id])
  })

  it('one that is remembered is listed unused, until its last moment', async () => {
    const ada = await addPerson()
    const remembered = { personId: ada, isRemembered: true, createdAt: limits.idleSince }
    const { id } = await addSession(store.db, remembered)
    await addSession(store.db, { ...remembered, expiresAt: LATER })
    expect(await listIds(ada)).toEqual([id])
  })

  it('ending all ends the remembered and the idle ones too, and nobody else’s', async () => {
    const [ada, tom] = [await addPerson(), await addPerson()]
    const remembered = await addSession(store.db, { personId: ada, isRemembered: true })
    const all = [
      await startSession(ada),
      await startSession(ada, { createdAt: limits.idleSince }),
      remembered,
    ]
    const toms = await startSession(tom)
    await store.db.transaction().execute((tx) => endAllSessions(tx, ada, LATER))
    const lenient = { now: LATER, idleSince: '2026-11-22T00:00:00.000Z' }
    for (const { id, secret } of all) {
      expect(await readSession(store.db, secret, lenient)).toBeUndefined()
      expect(await listSessionTokens(store.db, id)).toEqual([])
    }
    expect(await listIds(tom)).toEqual([toms.id])
    expect(await listSessionTokens(store.db, toms.id)).toHaveLength(1)
  })

  it('sessions that end within a transaction which fails go on', async () => {
    const ada = await addPerson()
    const { id } = await startSession(ada)
    const failing = store.db.transaction().execute(async (tx) => {
      await endAllSessions(tx, ada, LATER)
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await listIds(ada)).toEqual([id])
    expect(await listSessionTokens(store.db, id)).toHaveLength(1)
  })

  it('ending one ends that one with its tokens, and leaves the others alone', async () => {
    const ada = await addPerson()
    const [one, other] = [await startSession(ada), await startSession(ada)]
    expect(await endSessionOfPerson(store.db, { id: one.id, personId: ada }, LATER)).toBe(true)
    expect(await readSession(store.db, one.secret, limits)).toBeUndefined()
    expect(await listSessionTokens(store.db, one.id)).toEqual([])
    expect(await readSession(store.db, other.secret, limits)).toBeDefined()
    expect(await listSessionTokens(store.db, other.id)).toHaveLength(1)
  })

  it('nothing ends that is another person’s, over, or not there', async () => {
    const [ada, tom] = [await addPerson(), await addPerson()]
    const own = await startSession(ada)
    const ended = await startSession(ada)
    const expired = await startSession(ada, { expiresAt: LATER })
    await endSession(store.db, ended.id, BEGIN)
    const tryToEnd = (id: string, personId: string) =>
      endSessionOfPerson(store.db, { id, personId }, LATER)
    expect(await tryToEnd(own.id, tom)).toBe(false)
    expect(await tryToEnd(ended.id, ada)).toBe(false)
    expect(await tryToEnd(expired.id, ada)).toBe(false)
    expect(await tryToEnd('nothing', ada)).toBe(false)
    expect(await listIds(ada)).toEqual([own.id])
    expect(await listSessionTokens(store.db, own.id)).toHaveLength(1)
  })

  it('ending the others keeps one, and everybody else’s', async () => {
    const [ada, tom] = [await addPerson(), await addPerson()]
    const [kept, one, two] = [
      await startSession(ada),
      await startSession(ada),
      await startSession(ada),
    ]
    const toms = await startSession(tom)
    const others = { personId: ada, exceptId: kept.id }
    expect(await endOtherSessions(store.db, others, LATER)).toBe(2)
    expect(await endOtherSessions(store.db, others, LATER)).toBe(0)
    expect(await listIds(ada)).toEqual([kept.id])
    expect(await listIds(tom)).toEqual([toms.id])
    for (const { id, secret } of [one, two]) {
      expect(await readSession(store.db, secret, limits)).toBeUndefined()
      expect(await listSessionTokens(store.db, id)).toEqual([])
    }
    expect(await listSessionTokens(store.db, kept.id)).toHaveLength(1)
  })

  it('one that lies idle ends too, so that no longer limit brings it back', async () => {
    const ada = await addPerson()
    const [kept, idle] = [
      await startSession(ada),
      await startSession(ada, { createdAt: limits.idleSince }),
    ]
    expect(await endOtherSessions(store.db, { personId: ada, exceptId: kept.id }, LATER)).toBe(1)
    const lenient = { now: LATER, idleSince: '2026-11-22T00:00:00.000Z' }
    expect(await readSession(store.db, idle.secret, lenient)).toBeUndefined()
  })

  it('two who end the same sessions at the same moment both succeed', async () => {
    const ada = await addPerson()
    const kept = await startSession(ada)
    for (let count = 0; count < 6; count += 1) await startSession(ada)
    await using other = await openStore(store.url)
    const counts = await Promise.all(
      [store, other, store, other].map(({ db }) =>
        endOtherSessions(db, { personId: ada, exceptId: kept.id }, LATER),
      ),
    )
    expect(counts.reduce((sum, count) => sum + count)).toBe(6)
    expect(await listIds(ada)).toEqual([kept.id])
  })
})
