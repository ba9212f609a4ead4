import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDevice, saveDevice } from './devices.ts'
import { linkEntraIdentity, unlinkDoor } from './linking.ts'
import { readLocalAccount } from './local-accounts.ts'
import { readResetAddress } from './one-time-tokens.ts'
import { type EntraSignIn, saveEntraSignIn } from './people.ts'
import { listSessionTokens, saveSessionTokens } from './session-tokens.ts'
import { readSession } from './sessions.ts'
import { readAdminConsent, saveAdminConsent } from './setup.ts'
import { addLink } from './testing/add-link.ts'
import { addEntraPerson, addLinkedPerson } from './testing/add-linked-person.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { addSession, BEGIN, END, LATER, TOKEN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const limits = { now: LATER, idleSince: '2026-11-22T09:40:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const signIn = (account: EntraSignIn) => saveEntraSignIn(store.db, account, randomUUID(), LATER)
  const link = (personId: string, { tenantId, objectId }: EntraSignIn) =>
    linkEntraIdentity(store.db, { personId, tenantId, objectId }, LATER)

  async function startSession(personId: string, door: 'entra' | 'local' = 'entra') {
    const session = await addSession(store.db, { personId, door })
    await saveSessionTokens(store.db, session.id, [TOKEN])
    return session
  }

  const readPerson = (personId: string) =>
    store.db
      .selectFrom('people')
      .select(['display_name', 'email', 'accent_color'])
      .where('id', '=', personId)
      .executeTakeFirst()
  const readDoors = async (personId: string) => {
    const identity = await store.db
      .selectFrom('entra_identities')
      .select('object_id')
      .where('person_id', '=', personId)
      .executeTakeFirst()
    const account = await store.db
      .selectFrom('local_accounts')
      .select('email_key')
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return { entra: identity?.object_id, local: account?.email_key }
  }
  const expectOver = async ({ id, secret }: { id: string; secret: string }) => {
    expect(await readSession(store.db, secret, limits)).toBeUndefined()
    expect(await listSessionTokens(store.db, id)).toEqual([])
  }
  /** Everything that linking may change. */
  const readAll = async () => ({
    people: await store.db.selectFrom('people').selectAll().orderBy('id').execute(),
    identities: await store.db
      .selectFrom('entra_identities')
      .selectAll()
      .orderBy('object_id')
      .execute(),
    accounts: await store.db.selectFrom('local_accounts').selectAll().orderBy('email').execute(),
    sessions: await store.db.selectFrom('sessions').selectAll().orderBy('id').execute(),
    tokens: await store.db.selectFrom('session_tokens').selectAll().orderBy('session_id').execute(),
  })

  it('linking keeps the local person’s id and preferences, and a later sign-in of the identity finds them', async () => {
    const local = await addLocalAccount(store.db)
    const { account } = await addEntraPerson(store.db)
    expect(await link(local.personId, account)).toBe('linked')
    expect(await readDoors(local.personId)).toEqual({
      entra: account.objectId,
      local: local.emailKey,
    })
    expect(await readPerson(local.personId)).toEqual({
      display_name: 'Ada Admin',
      email: 'ada@contoso.test',
      accent_color: 'green',
    })
    expect(await signIn(account)).toBe(local.personId)
    expect(await readLocalAccount(store.db, local.emailKey)).toMatchObject({
      personId: local.personId,
    })
  })

  it('linking ends all sessions of both, and deletes their tokens', async () => {
    const local = await addLocalAccount(store.db)
    const { account, personId } = await addEntraPerson(store.db)
    const sessions = [await startSession(local.personId, 'local'), await startSession(personId)]
    const others = await startSession((await addEntraPerson(store.db)).personId)
    await link(local.personId, account)
    for (const session of sessions) await expectOver(session)
    expect(await readSession(store.db, others.secret, limits)).toBeDefined()
  })

  it('who came by Microsoft only is merged: what was theirs goes over, and they are gone', async () => {
    const local = await addLocalAccount(store.db)
    const tenantId = `tenant-${randomUUID()}`
    const { account, personId } = await addEntraPerson(store.db, { tenantId })
    const session = await startSession(personId)
    const consent = { tenantId, answer: 'granted', answeredAt: BEGIN } as const
    await saveAdminConsent(store.db, { ...consent, personId })
    const device = { secret: randomUUID(), personId, door: 'entra', hint: 'ada' } as const
    await saveDevice(store.db, { ...device, knownEmailKey: undefined, expiresAt: END })
    expect(await link(local.personId, account)).toBe('linked')
    expect(await readPerson(personId)).toBeUndefined()
    expect(await readAdminConsent(store.db, tenantId)).toEqual({
      ...consent,
      personId: local.personId,
    })
    expect(await readDevice(store.db, device.secret, LATER)).toMatchObject({
      hint: 'ada',
      preferences: { accentColor: 'green' },
    })
    const moved = await store.db
      .selectFrom('sessions')
      .select(['person_id', 'ended_at'])
      .where('id', '=', session.id)
      .executeTakeFirst()
    expect(moved).toEqual({ person_id: local.personId, ended_at: LATER })
  })

  it('a session’s tombstone survives the merge, so that a late write brings nothing back', async () => {
    const local = await addLocalAccount(store.db)
    const { account, personId } = await addEntraPerson(store.db)
    const session = await startSession(personId)
    await link(local.personId, account)
    expect(await saveSessionTokens(store.db, session.id, [TOKEN])).toEqual({
      saved: false,
      reason: 'session_ended',
    })
  })

  it('what is linked already is linked again without any change but that the sessions end', async () => {
    const { personId, account, emailKey } = await addLinkedPerson(store.db)
    const session = await startSession(personId)
    expect(await link(personId, account)).toBe('linked')
    expect(await readDoors(personId)).toEqual({ entra: account.objectId, local: emailKey })
    await expectOver(session)
  })

  it('a person who has another Microsoft identity keeps it, and nothing changes', async () => {
    const { personId } = await addLinkedPerson(store.db)
    const another = await addEntraPerson(store.db)
    await startSession(personId)
    await startSession(another.personId)
    const before = await readAll()
    expect(await link(personId, another.account)).toBe('has_another')
    expect(await readAll()).toEqual(before)
  })

  it('an identity that another local account has stays there, and nothing changes', async () => {
    const holder = await addLinkedPerson(store.db)
    const local = await addLocalAccount(store.db)
    await startSession(holder.personId)
    await startSession(local.personId, 'local')
    const before = await readAll()
    expect(await link(local.personId, holder.account)).toBe('held_by_another')
    expect(await readAll()).toEqual(before)
  })

  it('where one of the two is not there, nothing changes', async () => {
    const local = await addLocalAccount(store.db)
    const { account, personId } = await addEntraPerson(store.db)
    const without = await addEntraPerson(store.db)
    await startSession(local.personId, 'local')
    await startSession(personId)
    const before = await readAll()
    expect(await link(local.personId, { ...account, objectId: 'unknown' })).toBe('gone')
    expect(await link(local.personId, { ...account, tenantId: 'another' })).toBe('gone')
    expect(await link('unknown', account)).toBe('gone')
    expect(await link(without.personId, account)).toBe('gone')
    expect(await readAll()).toEqual(before)
  })

  it('the last way in is never given up', async () => {
    const local = await addLocalAccount(store.db)
    const entra = await addEntraPerson(store.db)
    const session = await startSession(local.personId, 'local')
    const before = await readAll()
    for (const { personId } of [local, entra, { personId: 'nobody' }]) {
      expect(await unlinkDoor(store.db, { personId, door: 'local' }, LATER)).toBe(false)
      expect(await unlinkDoor(store.db, { personId, door: 'entra' }, LATER)).toBe(false)
    }
    expect(await readAll()).toEqual(before)
    expect(await readSession(store.db, session.secret, limits)).toBeDefined()
  })

  it('without the Microsoft identity the local account remains, its e-mail is the person’s, and sessions end', async () => {
    const { personId, account, emailKey, email } = await addLinkedPerson(store.db)
    const session = await startSession(personId)
    expect(await unlinkDoor(store.db, { personId, door: 'entra' }, LATER)).toBe(true)
    expect(await readDoors(personId)).toEqual({ entra: undefined, local: emailKey })
    expect(await readPerson(personId)).toMatchObject({ email })
    await expectOver(session)
    expect(await signIn(account)).not.toBe(personId)
  })

  it.each([
    ['mail', 'ada@contoso.test', 'ada@contoso.test'],
    ['user name, where it has no mail,', null, 'ada@contoso.onmicrosoft.test'],
  ])(
    'without the local account the Microsoft identity remains, its %s is the person’s e-mail, and sessions end',
    async (_, mail, email) => {
      const userPrincipalName = 'ada@contoso.onmicrosoft.test'
      const { personId, account, emailKey } = await addLinkedPerson(store.db, {
        mail,
        userPrincipalName,
      })
      const session = await startSession(personId, 'local')
      expect(await unlinkDoor(store.db, { personId, door: 'local' }, LATER)).toBe(true)
      expect(await readDoors(personId)).toEqual({ entra: account.objectId, local: undefined })
      expect(await readPerson(personId)).toMatchObject({ email })
      await expectOver(session)
      expect(await signIn(account)).toBe(personId)
      expect(await addLocalAccount(store.db, { emailKey })).toMatchObject({ emailKey })
      expect(await readLocalAccount(store.db, emailKey)).toBeDefined()
    },
  )

  it('with the local account the links to its address are void', async () => {
    const { personId, emailKey } = await addLinkedPerson(store.db)
    const secret = await addLink(store.db, emailKey)
    await unlinkDoor(store.db, { personId, door: 'local' }, LATER)
    expect(await readResetAddress(store.db, { secret, now: LATER })).toBeUndefined()
  })
})
