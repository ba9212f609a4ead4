import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkEntraIdentity, unlinkDoor } from './linking.ts'
import { readLocalAccount } from './local-accounts.ts'
import { redeemReset } from './one-time-tokens.ts'
import { openStore } from './open-store.ts'
import { type EntraSignIn, saveEntraSignIn } from './people.ts'
import { endOtherSessions } from './session-list.ts'
import { readSession } from './sessions.ts'
import { addLink } from './testing/add-link.ts'
import { addEntraPerson, addLinkedPerson } from './testing/add-linked-person.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { addSession, LATER } from './testing/add-session.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { waitForWaiting } from './testing/wait-for-waiting.ts'

const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const signIn = (account: EntraSignIn) => saveEntraSignIn(store.db, account, randomUUID(), LATER)
  /** People with their ways in. */
  const selectDoors = () =>
    store.db
      .selectFrom('people as p')
      .leftJoin('entra_identities as e', 'e.person_id', 'p.id')
      .leftJoin('local_accounts as l', 'l.person_id', 'p.id')
      .select(['p.id', 'e.object_id', 'l.email_key'])

  it('of two local accounts that link one identity at once, one has it', async () => {
    await using other = await openStore(store.url)
    for (let round = 0; round < 5; round += 1) {
      const { account, personId } = await addEntraPerson(store.db)
      const locals = [await addLocalAccount(store.db), await addLocalAccount(store.db)]
      const outcomes = await Promise.all(
        locals.map((local, index) =>
          linkEntraIdentity(
            (index ? other : store).db,
            { ...account, personId: local.personId },
            LATER,
          ),
        ),
      )
      expect([...outcomes].sort()).toEqual(['held_by_another', 'linked'])
      expect(await signIn(account)).toBe(locals[outcomes.indexOf('linked')]?.personId)
      expect(await selectDoors().where('p.id', '=', personId).execute()).toEqual([])
    }
  })

  it('of two identities that are linked with one local account at once, one is', async () => {
    await using other = await openStore(store.url)
    for (let round = 0; round < 5; round += 1) {
      const { personId } = await addLocalAccount(store.db)
      const identities = [await addEntraPerson(store.db), await addEntraPerson(store.db)]
      const outcomes = await Promise.all(
        identities.map(({ account }, index) =>
          linkEntraIdentity((index ? other : store).db, { ...account, personId }, LATER),
        ),
      )
      expect([...outcomes].sort()).toEqual(['has_another', 'linked'])
    }
  })

  it.each([
    ['linking', ['link', 'link other', 'sign in', 'sign in']],
    ['parting', ['link', 'unlink', 'sign in', 'unlink', 'sign in', 'link other']],
    ['a reset', ['link', 'reset', 'sign in', 'unlink', 'reset']],
  ])(
    'signing in, linking and parting at once do not fail, and leave nobody without a way in: %s',
    async (_, actions) => {
      await using other = await openStore(store.url)
      const { account } = await addEntraPerson(store.db)
      const [local, second] = [await addLocalAccount(store.db), await addLocalAccount(store.db)]
      const { personId, emailKey } = local
      for (let round = 0; round < 5; round += 1) {
        const secret = await addLink(store.db, emailKey)
        await Promise.all(
          [...actions, ...actions, ...actions].map((action, index): Promise<unknown> => {
            const { db } = index % 2 ? other : store
            if (action === 'sign in') return saveEntraSignIn(db, account, randomUUID(), LATER)
            if (action === 'unlink') return unlinkDoor(db, { personId, door: 'entra' }, LATER)
            if (action === 'reset') {
              return redeemReset(db, { secret, now: LATER, passwordHash: 'new hash' })
            }
            const to = action === 'link' ? personId : second.personId
            return linkEntraIdentity(db, { ...account, personId: to }, LATER)
          }),
        )
        expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ personId })
        const holder = selectDoors().where('p.id', '=', await signIn(account))
        expect(await holder.execute()).toMatchObject([{ object_id: account.objectId }])
        const lost = selectDoors().where('e.object_id', 'is', null).where('l.email_key', 'is', null)
        expect(await lost.execute()).toEqual([])
        for (const id of [personId, second.personId]) {
          await unlinkDoor(store.db, { personId: id, door: 'entra' }, LATER)
        }
      }
    },
  )

  it('of two who give up one of two ways in each at once, one does', async () => {
    await using other = await openStore(store.url)
    for (let round = 0; round < 5; round += 1) {
      const { personId } = await addLinkedPerson(store.db)
      const given = await Promise.all([
        unlinkDoor(store.db, { personId, door: 'entra' }, LATER),
        unlinkDoor(other.db, { personId, door: 'local' }, LATER),
      ])
      expect([...given].sort()).toEqual([false, true])
      const [doors] = await selectDoors().where('p.id', '=', personId).execute()
      expect([doors?.object_id, doors?.email_key]).toContain(null)
      expect([doors?.object_id, doors?.email_key]).toContainEqual(expect.any(String))
    }
  })
})

describe('in PostgreSQL, where transactions run side by side', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
  })
  afterAll(() => store[Symbol.asyncDispose]())

  async function addBoth() {
    const { account, personId: holderId } = await addEntraPerson(store.db)
    const { personId } = await addLocalAccount(store.db)
    return { account, holderId, personId }
  }

  it('a session that begins while its person is merged ends too', async () => {
    const { account, holderId, personId } = await addBoth()
    let linking: Promise<unknown> | undefined
    let late: { secret: string } | undefined
    await store.db.transaction().execute(async (tx) => {
      await tx.updateTable('people').set({ theme: 'dark' }).where('id', '=', personId).execute()
      linking = linkEntraIdentity(store.db, { ...account, personId }, LATER)
      await waitForWaiting(store.db, 1)
      late = await addSession(store.db, { personId: holderId })
    })
    expect(await linking).toBe('linked')
    expect(await readSession(store.db, late?.secret ?? '', limits)).toBeUndefined()
  })

  it('who ends their other sessions while they are merged does not wait for the merge and it for them', async () => {
    const { account, holderId, personId } = await addBoth()
    // Not in the order in which they are ended.
    for (const id of ['c', 'b', 'a']) await addSession(store.db, { id, personId: holderId })
    let both: Promise<unknown[]> | undefined
    await store.db.transaction().execute(async (tx) => {
      await tx.updateTable('sessions').set({ ip: null }).where('id', '=', 'b').execute()
      const others = { personId: holderId, exceptId: 'none' }
      const ending = endOtherSessions(store.db, others, LATER)
      await waitForWaiting(store.db, 1)
      const linking = linkEntraIdentity(store.db, { ...account, personId }, LATER)
      both = Promise.all([ending, linking])
      await waitForWaiting(store.db, 2)
    })
    expect(await both).toEqual([3, 'linked'])
  })
})
