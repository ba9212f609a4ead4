import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from './database.ts'
import { readLocalAccount } from './local-accounts.ts'
import {
  readPendingRegistration,
  readResetAddress,
  redeemRegistration,
  redeemReset,
} from './one-time-tokens.ts'
import { addLink, addRegistrationLink, toRegistration } from './testing/add-link.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { addSession, BEGIN, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const reset = (db: Db, secret: string) =>
  redeemReset(db, { secret, now: LATER, passwordHash: 'new hash' })
const register = (db: Db, secret: string) =>
  redeemRegistration(db, { secret, now: LATER, personId: randomUUID() })
const countPeople = async (db: Db) => (await db.selectFrom('people').select('id').execute()).length

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  /** What redeeming a link may change. */
  const readAll = async () => ({
    links: await store.db.selectFrom('one_time_tokens').selectAll().execute(),
    accounts: await store.db.selectFrom('local_accounts').selectAll().execute(),
    people: await store.db.selectFrom('people').selectAll().execute(),
    sessions: await store.db.selectFrom('sessions').selectAll().execute(),
  })

  it.each(['expired', 'used', 'unknown', 'of another purpose'])(
    'a link that is %s does nothing, and uses nothing up',
    async (state) => {
      const { emailKey, personId } = await addLocalAccount(store.db)
      await addSession(store.db, { personId, door: 'local' })
      const applicant = `${randomUUID()}@mail.test`
      const expiry = state === 'expired' ? { expiresAt: LATER } : {}
      const links = [
        await addLink(store.db, emailKey, expiry),
        await addRegistrationLink(store.db, applicant, expiry),
      ]
      if (state === 'used') {
        const used = store.db.updateTable('one_time_tokens').set({ consumed_at: BEGIN })
        await used.where('email_key', 'in', [emailKey, applicant]).execute()
      }
      if (state === 'unknown') links.fill('unknown')
      if (state === 'of another purpose') links.reverse()
      const [ofReset = '', ofRegistration = ''] = links
      const before = await readAll()
      expect(await readResetAddress(store.db, { secret: ofReset, now: LATER })).toBeUndefined()
      expect(
        await readPendingRegistration(store.db, { secret: ofRegistration, now: LATER }),
      ).toBeUndefined()
      expect(await reset(store.db, ofReset)).toBeUndefined()
      expect(await register(store.db, ofRegistration)).toBeUndefined()
      expect(await readAll()).toEqual(before)
    },
  )

  it('a link that is only looked at stays good', async () => {
    const { emailKey } = await addLocalAccount(store.db)
    const secret = await addLink(store.db, emailKey)
    const waiting = await addRegistrationLink(store.db, 'looked-at@mail.test')
    for (let times = 0; times < 2; times += 1) {
      expect(await readResetAddress(store.db, { secret, now: LATER })).toBeDefined()
      expect(await readPendingRegistration(store.db, { secret: waiting, now: LATER })).toEqual(
        toRegistration('looked-at@mail.test'),
      )
    }
    expect(await reset(store.db, secret)).toBe(emailKey)
    expect(await register(store.db, waiting)).toBeDefined()
  })

  it('a redeemed reset voids all other links of the address, and none of another', async () => {
    const [one, other] = [await addLocalAccount(store.db), await addLocalAccount(store.db)]
    const secret = await addLink(store.db, one.emailKey)
    const [second, registration, others] = [
      await addLink(store.db, one.emailKey),
      await addRegistrationLink(store.db, one.emailKey),
      await addLink(store.db, other.emailKey),
    ]
    expect(await reset(store.db, secret)).toBe(one.emailKey)
    expect(await readResetAddress(store.db, { secret: second, now: LATER })).toBeUndefined()
    expect(
      await readPendingRegistration(store.db, { secret: registration, now: LATER }),
    ).toBeUndefined()
    expect(await reset(store.db, others)).toBe(other.emailKey)
  })

  it('a redeemed registration is an account whose address is verified, and voids its other links', async () => {
    const emailKey = 'nora@mail.test'
    const secret = await addRegistrationLink(store.db, emailKey, {
      registration: toRegistration('Nora@Mail.test'),
    })
    const second = await addRegistrationLink(store.db, emailKey)
    const personId = await register(store.db, secret)
    expect(await readLocalAccount(store.db, emailKey)).toEqual({
      personId,
      emailKey,
      email: 'Nora@Mail.test',
      passwordHash: 'hash of Nora',
      verifiedAt: LATER,
    })
    expect(
      await store.db
        .selectFrom('people')
        .select(['display_name', 'email', 'accent_color'])
        .where('id', '=', personId ?? '')
        .executeTakeFirst(),
    ).toEqual({ display_name: 'Nora New', email: 'Nora@Mail.test', accent_color: 'grey' })
    expect(await readPendingRegistration(store.db, { secret: second, now: LATER })).toBeUndefined()
  })

  it('an address that was registered meanwhile is not registered by a link, and nobody is made', async () => {
    const emailKey = 'meanwhile@mail.test'
    const secret = await addRegistrationLink(store.db, emailKey)
    const account = await addLocalAccount(store.db, { emailKey })
    const people = await countPeople(store.db)
    expect(await register(store.db, secret)).toBeUndefined()
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({
      personId: account.personId,
      passwordHash: 'hash',
    })
    expect(await countPeople(store.db)).toBe(people)
  })

  it('a link for an address without an account makes none', async () => {
    const secret = await addLink(store.db, 'nobody@mail.test')
    expect(await reset(store.db, secret)).toBeUndefined()
    expect(await readLocalAccount(store.db, 'nobody@mail.test')).toBeUndefined()
  })

  it('the database holds no secret of a link', async () => {
    const secrets = [
      await addLink(store.db, 'secret@mail.test'),
      await addRegistrationLink(store.db, 'secret@mail.test'),
    ]
    const rows = JSON.stringify(await store.db.selectFrom('one_time_tokens').selectAll().execute())
    for (const secret of secrets) expect(rows).not.toContain(secret)
  })
})
