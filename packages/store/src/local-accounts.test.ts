import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  changePassword,
  createLocalAccount,
  type NewLocalAccount,
  readLocalAccount,
  readLocalAccountOfPerson,
  readUnlinkedLocalAccount,
  replacePasswordHash,
} from './local-accounts.ts'
import { readResetAddress, redeemReset } from './one-time-tokens.ts'
import { openStore } from './open-store.ts'
import { saveEntraSignIn } from './people.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { readSession } from './sessions.ts'
import { addLink } from './testing/add-link.ts'
import { addLinkedPerson } from './testing/add-linked-person.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { addSession, BEGIN, LATER, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const toAccount = (emailKey: string): NewLocalAccount => ({
    personId: randomUUID(),
    emailKey,
    email: emailKey,
    passwordHash: 'hash',
    verifiedAt: null,
    displayName: 'Lea Local',
    accentColor: 'green',
  })
  const listPeople = async (ids: string[]) =>
    (await store.db.selectFrom('people').select('id').where('id', 'in', ids).execute()).map(
      ({ id }) => id,
    )

  it('of twenty who register an address at once, one gets it, and the others are nobody', async () => {
    const accounts = Array.from({ length: 20 }, () => toAccount('at-once@mail.test'))
    await using other = await openStore(store.url)
    const made = await Promise.all(
      accounts.map((account, index) =>
        createLocalAccount((index % 2 ? other : store).db, account, BEGIN),
      ),
    )
    const winners = accounts.filter((_, index) => made[index]).map(({ personId }) => personId)
    expect(winners).toHaveLength(1)
    expect(await readLocalAccount(store.db, 'at-once@mail.test')).toMatchObject({
      personId: winners[0],
    })
    expect(await listPeople(accounts.map(({ personId }) => personId))).toEqual(winners)
  })

  it('an address that has an account gets no second one, and its account stays as it was', async () => {
    const first = { ...toAccount('taken@mail.test'), passwordHash: 'first' }
    const second = { ...toAccount('taken@mail.test'), passwordHash: 'second' }
    expect(await createLocalAccount(store.db, first, BEGIN)).toBe(true)
    expect(await createLocalAccount(store.db, second, LATER)).toBe(false)
    expect(await readLocalAccount(store.db, 'taken@mail.test')).toMatchObject({
      personId: first.personId,
      passwordHash: 'first',
    })
    expect(await listPeople([first.personId, second.personId])).toEqual([first.personId])
  })

  it('an account is found by the canonical form of its address and by its person, and by nothing else', async () => {
    const { displayName: _, accentColor: __, ...account } = await addLocalAccount(store.db)
    expect(await readLocalAccount(store.db, account.emailKey)).toEqual(account)
    expect(await readLocalAccountOfPerson(store.db, account.personId)).toEqual(account)
    expect(await readLocalAccount(store.db, account.email)).toBeUndefined()
    expect(await readLocalAccountOfPerson(store.db, 'nobody')).toBeUndefined()
  })

  it('an account is unlinked until it has a Microsoft identity', async () => {
    const [local, linked] = [await addLocalAccount(store.db), await addLinkedPerson(store.db)]
    expect(await readUnlinkedLocalAccount(store.db, local.emailKey)).toMatchObject({
      personId: local.personId,
    })
    expect(await readUnlinkedLocalAccount(store.db, linked.emailKey)).toBeUndefined()
  })

  it('a hash is replaced only while it is still the one that was checked', async () => {
    const { personId, emailKey, passwordHash } = await addLocalAccount(store.db)
    await replacePasswordHash(store.db, { personId, from: 'another hash', to: 'wrong' })
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ passwordHash })
    await replacePasswordHash(store.db, { personId, from: passwordHash, to: 'newer hash' })
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ passwordHash: 'newer hash' })
  })

  async function addSignedIn(account: Partial<NewLocalAccount> = {}) {
    const { personId, emailKey } = await addLocalAccount(store.db, account)
    const sessions = [
      await addSession(store.db, { personId, door: 'local' }),
      await addSession(store.db, { personId, door: 'local', isRemembered: true }),
    ]
    for (const { id } of sessions) await saveSessionTokens(store.db, id, [TOKEN])
    const secret = await addLink(store.db, emailKey)
    const readState = async () => ({
      isLinkGood: (await readResetAddress(store.db, { secret, now: LATER })) !== undefined,
      aliveSessions: (
        await Promise.all(sessions.map((session) => readSession(store.db, session.secret, limits)))
      ).filter((session) => session !== undefined).length,
      tokens: (await Promise.all(sessions.map(({ id }) => listSessionTokens(store.db, id)))).flat()
        .length,
    })
    return { personId, emailKey, readState }
  }

  it('a changed password ends all sessions with their tokens and voids the links, of this person alone', async () => {
    const [changed, other] = [await addSignedIn(), await addSignedIn()]
    const { personId } = changed
    expect(await changePassword(store.db, { personId, from: 'hash', to: 'new' }, LATER)).toBe(true)
    expect(await readLocalAccount(store.db, changed.emailKey)).toMatchObject({
      passwordHash: 'new',
      verifiedAt: null,
    })
    expect(await changed.readState()).toEqual({ isLinkGood: false, aliveSessions: 0, tokens: 0 })
    expect(await other.readState()).toEqual({ isLinkGood: true, aliveSessions: 2, tokens: 2 })
  })

  it('a password that is not the one that was checked is not changed, and nothing ends', async () => {
    const { personId, emailKey, readState } = await addSignedIn()
    const change = { personId, from: 'another hash', to: 'new' }
    expect(await changePassword(store.db, change, LATER)).toBe(false)
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ passwordHash: 'hash' })
    expect(await readState()).toEqual({ isLinkGood: true, aliveSessions: 2, tokens: 2 })
  })

  it('of two who change a password at once, one does', async () => {
    const { personId, emailKey } = await addSignedIn()
    await using other = await openStore(store.url)
    const change = (to: string) => ({ personId, from: 'hash', to })
    const changed = await Promise.all([
      changePassword(store.db, change('one'), LATER),
      changePassword(other.db, change('two'), LATER),
    ])
    expect(changed.filter(Boolean)).toHaveLength(1)
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({
      passwordHash: changed[0] ? 'one' : 'two',
    })
  })

  async function resetByMail(emailKey: string) {
    const reset = { secret: await addLink(store.db, emailKey), now: LATER }
    expect(await redeemReset(store.db, { ...reset, passwordHash: 'new hash' })).toBe(emailKey)
  }

  const readIdentities = (personId: string) =>
    store.db
      .selectFrom('entra_identities')
      .select('object_id')
      .where('person_id', '=', personId)
      .execute()

  it('the reset of an address that nobody had verified drops the Microsoft identity of whoever registered it', async () => {
    const { personId, emailKey, email, account } = await addLinkedPerson(store.db)
    await resetByMail(emailKey)
    expect(await readIdentities(personId)).toEqual([])
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({
      passwordHash: 'new hash',
      verifiedAt: LATER,
    })
    expect(
      await store.db
        .selectFrom('people')
        .select(['email', 'updated_at'])
        .where('id', '=', personId)
        .executeTakeFirst(),
    ).toEqual({ email, updated_at: LATER })
    expect(await saveEntraSignIn(store.db, account, randomUUID(), LATER)).not.toBe(personId)
  })

  it('the reset of a verified address keeps the Microsoft identity', async () => {
    const { personId, emailKey, account } = await addLinkedPerson(store.db, { verifiedAt: BEGIN })
    await resetByMail(emailKey)
    expect(await readIdentities(personId)).toEqual([{ object_id: account.objectId }])
    expect(await saveEntraSignIn(store.db, account, randomUUID(), LATER)).toBe(personId)
  })

  it.each([
    ['nobody had verified', null],
    ['was verified', BEGIN],
  ])(
    'the reset of an address that %s ends all sessions and deletes their tokens',
    async (_, verifiedAt) => {
      const { personId, emailKey } = await addLinkedPerson(store.db, { verifiedAt })
      const sessions = [
        await addSession(store.db, { personId }),
        await addSession(store.db, { personId, door: 'local' }),
      ]
      for (const { id } of sessions) await saveSessionTokens(store.db, id, [TOKEN])
      const others = await addSession(store.db)
      await resetByMail(emailKey)
      for (const { id, secret } of sessions) {
        expect(await readSession(store.db, secret, limits)).toBeUndefined()
        expect(await listSessionTokens(store.db, id)).toEqual([])
      }
      expect(await readSession(store.db, others.secret, limits)).toBeDefined()
    },
  )
})
