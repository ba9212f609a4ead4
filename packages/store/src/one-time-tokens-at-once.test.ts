import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from './database.ts'
import { changePassword, insertLocalAccount, readLocalAccount } from './local-accounts.ts'
import { redeemRegistration, redeemReset } from './one-time-tokens.ts'
import { openStore } from './open-store.ts'
import { addLink, addRegistrationLink } from './testing/add-link.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { BEGIN, LATER } from './testing/add-session.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { waitForWaiting } from './testing/wait-for-waiting.ts'

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

  it('of twenty who redeem a link to reset a password at once, one does', async () => {
    const { emailKey } = await addLocalAccount(store.db)
    const secret = await addLink(store.db, emailKey)
    await using other = await openStore(store.url)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        redeemReset((index % 2 ? other : store).db, {
          secret,
          now: LATER,
          passwordHash: `hash ${index}`,
        }),
      ),
    )
    expect(answers.filter((answer) => answer !== undefined)).toEqual([emailKey])
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({
      passwordHash: `hash ${answers.indexOf(emailKey)}`,
    })
  })

  it('of twenty who redeem the link of a registration at once, one makes the account', async () => {
    const emailKey = 'at-once@mail.test'
    const secret = await addRegistrationLink(store.db, emailKey)
    const people = await countPeople(store.db)
    await using other = await openStore(store.url)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => register((index % 2 ? other : store).db, secret)),
    )
    const made = answers.filter((answer) => answer !== undefined)
    expect(made).toHaveLength(1)
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ personId: made[0] })
    expect(await countPeople(store.db)).toBe(people + 1)
  })

  it('of two links to the same address that are opened at once, one is redeemed, and none fails', async () => {
    const { emailKey } = await addLocalAccount(store.db)
    const applicant = 'two-links@mail.test'
    await using other = await openStore(store.url)
    const resets = await Promise.all([
      addLink(store.db, emailKey),
      addLink(store.db, emailKey),
      addLink(store.db, emailKey),
    ])
    const registrations = await Promise.all([
      addRegistrationLink(store.db, applicant),
      addRegistrationLink(store.db, applicant),
      addRegistrationLink(store.db, applicant),
    ])
    const redeem = (how: typeof reset, secrets: string[]) =>
      Promise.all(secrets.map((secret, index) => how((index % 2 ? other : store).db, secret)))
    const count = (answers: unknown[]) => answers.filter((answer) => answer !== undefined).length
    expect(count(await redeem(reset, resets))).toBe(1)
    expect(count(await redeem(register, registrations))).toBe(1)
  })
})

describe('in PostgreSQL, where transactions run side by side', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
  })
  afterAll(() => store[Symbol.asyncDispose]())

  /** Lets all of them wait for the account, in their order, before any gets it. */
  async function meetAtAccount<Answer>(
    emailKey: string,
    meeting: (() => Promise<Answer>)[],
  ): Promise<Answer[]> {
    const answers: Promise<Answer>[] = []
    await store.db.transaction().execute(async (tx) => {
      await tx
        .selectFrom('local_accounts')
        .select('person_id')
        .where('email_key', '=', emailKey)
        .forUpdate()
        .execute()
      for (const start of meeting) {
        answers.push(start())
        await waitForWaiting(store.db, answers.length)
      }
    })
    return Promise.all(answers)
  }

  it('two links to reset one password that meet do not wait for each other', async () => {
    const { emailKey } = await addLocalAccount(store.db)
    const [one, two] = [await addLink(store.db, emailKey), await addLink(store.db, emailKey)]
    expect(
      await meetAtAccount(emailKey, [() => reset(store.db, one), () => reset(store.db, two)]),
    ).toEqual([emailKey, undefined])
  })

  it('a link that meets a change of the password is void, and neither waits for the other', async () => {
    const { emailKey, personId } = await addLocalAccount(store.db)
    const secret = await addLink(store.db, emailKey)
    const change = { personId, from: 'hash', to: 'changed' }
    expect(
      await meetAtAccount<unknown>(emailKey, [
        () => changePassword(store.db, change, LATER),
        () => reset(store.db, secret),
      ]),
    ).toEqual([true, undefined])
    expect(await readLocalAccount(store.db, emailKey)).toMatchObject({ passwordHash: 'changed' })
  })

  /** Somebody registers an address while others do, and does not come to an end of it. */
  async function registerInVain(
    emailKey: string,
    others: (tx: Db) => Promise<unknown>,
  ): Promise<void> {
    await store.db.transaction().execute(async (tx) => {
      const account = {
        personId: randomUUID(),
        emailKey,
        email: emailKey,
        passwordHash: '',
        verifiedAt: null,
        displayName: '',
        accentColor: 'blue' as const,
      }
      await insertLocalAccount(tx, account, BEGIN)
      await others(tx)
      await tx.deleteFrom('people').where('id', '=', account.personId).execute()
    })
  }

  it('two links of one registration that meet do not wait for each other', async () => {
    const emailKey = 'meeting@mail.test'
    const [one, two] = [
      await addRegistrationLink(store.db, emailKey),
      await addRegistrationLink(store.db, emailKey),
    ]
    let answers: Promise<(string | undefined)[]> | undefined
    await registerInVain(emailKey, async () => {
      answers = Promise.all([register(store.db, one), register(store.db, two)])
      await waitForWaiting(store.db, 2)
    })
    expect((await answers)?.filter((answer) => answer !== undefined)).toHaveLength(1)
  })

  it('a link of a registration that is voided meanwhile makes nobody', async () => {
    const emailKey = 'voided@mail.test'
    const secret = await addRegistrationLink(store.db, emailKey)
    const people = await countPeople(store.db)
    let answer: Promise<string | undefined> | undefined
    await registerInVain(emailKey, async (tx) => {
      answer = register(store.db, secret)
      await waitForWaiting(store.db, 1)
      await tx.deleteFrom('one_time_tokens').where('email_key', '=', emailKey).execute()
    })
    expect(await answer).toBeUndefined()
    expect(await readLocalAccount(store.db, emailKey)).toBeUndefined()
    expect(await countPeople(store.db)).toBe(people)
  })
})
