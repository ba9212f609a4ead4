import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { endSession, readSession, readSessions, touchSession } from './sessions.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { ADA, addSession, BEGIN, END, LATER, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const startSession = () => addSession(store.db)

  it('a session is found by its secret, with the person it belongs to', async () => {
    const session = await startSession()
    const found = await readSession(store.db, session.secret, limits)
    expect(found?.person.displayName).toBe('Ada Admin')
    expect(found?.entra).toMatchObject({
      organizationName: 'Contoso',
      hasPhoto: true,
      roleGrants: [{ role: 'Admin' }],
    })
  })

  it('the database holds no secret that opens a session', async () => {
    const session = await startSession()
    const rows = await store.db.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(session.secret)
    expect(await readSession(store.db, session.id, limits)).toBeUndefined()
  })

  it('an ended session stays ended, whatever a late request writes', async () => {
    const session = await startSession()
    await saveSessionTokens(store.db, session.id, [TOKEN])
    await endSession(store.db, session.id, LATER)
    await touchSession(store.db, session.id, LATER)
    expect(await saveSessionTokens(store.db, session.id, [TOKEN])).toEqual({
      saved: false,
      reason: 'session_ended',
    })
    expect(await readSession(store.db, session.secret, limits)).toBeUndefined()
    expect(await listSessionTokens(store.db, session.id)).toEqual([])
  })

  it('ending one session leaves the others alone', async () => {
    const [one, other] = [await startSession(), await startSession()]
    await endSession(store.db, one.id, LATER)
    expect(await readSession(store.db, other.secret, limits)).toBeDefined()
  })

  it('a session ends when it is not used, and at its last moment', async () => {
    const { secret } = await startSession()
    const idle = { now: LATER, idleSince: BEGIN }
    const over = { now: END, idleSince: '2026-11-22T09:00:00.000Z' }
    expect(await readSession(store.db, secret, idle)).toBeUndefined()
    expect(await readSession(store.db, secret, over)).toBeUndefined()
  })

  it('a remembered session is not over for being unused, but at its last moment', async () => {
    const remembered = await addSession(store.db, { isRemembered: true })
    const usual = await addSession(store.db, { isRemembered: false })
    const idle = { now: LATER, idleSince: LATER }
    expect(await readSession(store.db, remembered.secret, idle)).toMatchObject({
      isRemembered: true,
    })
    expect(await readSession(store.db, usual.secret, idle)).toBeUndefined()
    expect(await readSession(store.db, usual.secret, limits)).toMatchObject({
      isRemembered: false,
    })
    const over = { now: END, idleSince: BEGIN }
    expect(await readSession(store.db, remembered.secret, over)).toBeUndefined()
  })

  it('a remembered session that was ended stays ended', async () => {
    const { id, secret } = await addSession(store.db, { isRemembered: true })
    await endSession(store.db, id, LATER)
    expect(await readSession(store.db, secret, limits)).toBeUndefined()
  })

  it('a session tells which ways in its person has, and what it was offered', async () => {
    const { personId, email } = await addLocalAccount(store.db)
    const entra = await addSession(store.db, { linkOffer: email })
    const local = await addSession(store.db, { personId, door: 'local' })
    expect(await readSession(store.db, entra.secret, limits)).toMatchObject({
      door: 'entra',
      subject: 'subject-1',
      entra: { objectId: ADA.objectId },
      local: null,
      linkOffer: email,
    })
    expect(await readSession(store.db, local.secret, limits)).toMatchObject({
      door: 'local',
      entra: null,
      local: { email },
      linkOffer: null,
    })
  })

  it('several secrets are answered in their order, each with its own session or none', async () => {
    const [first, ended, third] = [await startSession(), await startSession(), await startSession()]
    await endSession(store.db, ended.id, LATER)
    const secrets = [third.secret, 'nobody', first.secret, ended.secret, third.secret]
    const found = await readSessions(store.db, secrets, limits)
    expect(found.map((session) => session?.id)).toEqual([
      third.id,
      undefined,
      first.id,
      undefined,
      third.id,
    ])
  })
})
