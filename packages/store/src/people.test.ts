import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db } from './database.ts'
import { openStore } from './open-store.ts'
import { type EntraSignIn, type Person, saveEntraSignIn, savePreferences } from './people.ts'
import { ADA, BEGIN, LATER } from './testing/add-session.ts'
import { createMigratedPostgresDatabase } from './testing/create-database.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { waitForWaiting } from './testing/wait-for-waiting.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const save = (signIn: EntraSignIn, newId: string) =>
    saveEntraSignIn(store.db, signIn, newId, BEGIN)
  const readIdentity = (objectId: string) =>
    store.db
      .selectFrom('entra_identities')
      .innerJoin('people', 'people.id', 'person_id')
      .innerJoin('organizations', 'organizations.tenant_id', 'entra_identities.tenant_id')
      .select(['person_id', 'mail', 'email', 'job_title', 'role_grants', 'has_photo'])
      .select('organizations.display_name as organization')
      .where('object_id', '=', objectId)
      .executeTakeFirstOrThrow()

  it('a person is known again by tenant id and object id, whatever else has changed', async () => {
    const first = await save(ADA, 'new-1')
    const again = await save({ ...ADA, mail: 'ada@married.test', displayName: 'Ada B' }, 'new-2')
    expect(again).toBe(first)
  })

  it('the same address with another object id is another person', async () => {
    const first = await save(ADA, 'new-3')
    expect(await save({ ...ADA, objectId: 'object-2' }, 'new-4')).not.toBe(first)
  })

  it('the same object id in another tenant is another person', async () => {
    const first = await save(ADA, 'new-5')
    expect(await save({ ...ADA, tenantId: 'tenant-2' }, 'new-6')).not.toBe(first)
  })

  it('what a sign-in could not ask stays as it was, and what it was told empty becomes empty', async () => {
    const max = { ...ADA, objectId: 'object-max' }
    await save(max, 'new-7')
    const unasked = {
      mail: undefined,
      jobTitle: undefined,
      organizationName: undefined,
      hasPhoto: undefined,
    }
    await save({ ...max, ...unasked }, 'unused')
    expect(await readIdentity('object-max')).toMatchObject({
      mail: 'ada@contoso.test',
      email: 'ada@contoso.test',
      job_title: 'Head of IT',
      organization: 'Contoso',
      has_photo: 1,
    })
    await save(
      { ...max, mail: null, jobTitle: null, userPrincipalName: 'max@contoso.test' },
      'unused',
    )
    expect(await readIdentity('object-max')).toMatchObject({
      mail: null,
      email: 'max@contoso.test',
      job_title: null,
    })
  })

  it('roles are those of the last sign-in', async () => {
    const ben = { ...ADA, objectId: 'object-ben' }
    await save(ben, 'new-8')
    await save({ ...ben, roleGrants: [] }, 'unused')
    expect((await readIdentity('object-ben')).role_grants).toBe('[]')
  })

  it('roles from where could not be asked stay', async () => {
    const tom = { ...ADA, objectId: 'object-tom' }
    const teacher = { role: 'Teacher', source: 'licence' as const, id: 'sku' }
    await save({ ...tom, roleGrants: [...ADA.roleGrants, teacher] }, 'new-9')
    await save({ ...tom, roleGrants: [], unaskedRoleSources: ['licence'] }, 'unused')
    expect(JSON.parse((await readIdentity('object-tom')).role_grants)).toEqual([teacher])
  })

  it('first sign-ins of one account at the same moment are one person, and all succeed', async () => {
    const eve = { ...ADA, tenantId: 'tenant-new', objectId: 'object-eve' }
    await save({ ...eve, objectId: 'object-other' }, 'other')
    await using other = await openStore(store.url)
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        saveEntraSignIn((index % 2 ? other : store).db, eve, `eve-${index}`, BEGIN),
      ),
    )
    expect(new Set(ids).size).toBe(1)
    const people = await store.db
      .selectFrom('people')
      .select('id')
      .where('id', 'like', 'eve-%')
      .execute()
    expect(people).toEqual([{ id: ids[0] }])
  })

  it('an organisation takes the name that a later sign-in tells', async () => {
    const joe = { ...ADA, tenantId: 'tenant-joe', objectId: 'object-joe' }
    await save({ ...joe, organizationName: undefined }, 'new-10')
    expect((await readIdentity('object-joe')).organization).toBeNull()
    await save({ ...joe, organizationName: 'Fabrikam' }, 'unused')
    expect((await readIdentity('object-joe')).organization).toBe('Fabrikam')
  })

  it('of a person’s preferences only what is named changes', async () => {
    await save({ ...ADA, objectId: 'object-kim' }, 'kim')
    await save({ ...ADA, objectId: 'object-lou' }, 'lou')
    const readOf = async (id: string): Promise<Person['preferences']> => {
      const row = await store.db
        .selectFrom('people')
        .select(['accent_color as accentColor', 'theme', 'locale'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return row
    }
    const before = await readOf('lou')
    const steps: [Partial<Person['preferences']>, Person['preferences']][] = [
      [{ accentColor: 'green' }, { accentColor: 'green', theme: 'system', locale: null }],
      [
        { theme: 'dark', locale: 'de' },
        { accentColor: 'green', theme: 'dark', locale: 'de' },
      ],
      [{}, { accentColor: 'green', theme: 'dark', locale: 'de' }],
      [{ locale: null }, { accentColor: 'green', theme: 'dark', locale: null }],
    ]
    for (const [named, whole] of steps) {
      expect(await savePreferences(store.db, 'kim', named, LATER)).toEqual(whole)
      expect(await readOf('kim')).toEqual(whole)
    }
    expect(await readOf('lou')).toEqual(before)
    await expect(savePreferences(store.db, 'nobody', { theme: 'dark' }, LATER)).rejects.toThrow()
  })

  it('a sign-in leaves the preferences as they are', async () => {
    const pat = { ...ADA, objectId: 'object-pat' }
    await save(pat, 'pat')
    const preferences = { accentColor: 'grey', theme: 'light', locale: 'fr' } as const
    await savePreferences(store.db, 'pat', preferences, LATER)
    await save(pat, 'unused')
    expect(await savePreferences(store.db, 'pat', {}, LATER)).toEqual(preferences)
  })
})

describe('in PostgreSQL, where transactions run side by side', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore({ createDatabase: createMigratedPostgresDatabase })
    await saveEntraSignIn(store.db, ADA, 'ada', BEGIN)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  /** Ada's twin, as another sign-in would make them. */
  async function insertTwin(tx: Db, objectId: string, id: string) {
    const identity = tx.selectFrom('entra_identities').selectAll().where('person_id', '=', 'ada')
    const person = tx.selectFrom('people').selectAll().where('id', '=', 'ada')
    await tx
      .insertInto('people')
      .values({ ...(await person.executeTakeFirstOrThrow()), id })
      .execute()
    return tx.insertInto('entra_identities').values({
      ...(await identity.executeTakeFirstOrThrow()),
      object_id: objectId,
      person_id: id,
    })
  }

  it('an account that another sign-in is just making is not made again', async () => {
    const bob = { ...ADA, objectId: 'object-bob' }
    let saving: Promise<string> | undefined
    await store.db.transaction().execute(async (tx) => {
      const insert = await insertTwin(tx, bob.objectId, 'bob')
      await insert.execute()
      saving = saveEntraSignIn(store.db, { ...bob, displayName: 'Bob' }, 'bob-2', BEGIN)
      await waitForWaiting(store.db, 1)
    })
    expect(await saving).toBe('bob')
    const people = store.db.selectFrom('people').select(['id', 'display_name'])
    expect(await people.where('id', 'like', 'bob%').execute()).toEqual([
      { id: 'bob', display_name: 'Bob' },
    ])
  })

  // Who comes first when the account is made is open, so that several try.
  it.each([1, 2, 3, 4, 5, 6])(
    'a sign-in succeeds whose account another one makes and somebody takes away at once: %d',
    async (round) => {
      const eve = { ...ADA, objectId: `object-eve-${round}` }
      let [parting, saving]: (Promise<unknown> | undefined)[] = []
      await store.db.transaction().execute(async (tx) => {
        const insert = await insertTwin(tx, eve.objectId, `eve-${round}`)
        await insert.execute()
        parting = store.db.transaction().execute(async (other) => {
          const again = await insertTwin(other, eve.objectId, `unused-${round}`)
          await again
            .onConflict((conflict) =>
              conflict.columns(['tenant_id', 'object_id']).doUpdateSet({ updated_at: BEGIN }),
            )
            .execute()
          await other.deleteFrom('entra_identities').where('object_id', '=', eve.objectId).execute()
        })
        await waitForWaiting(store.db, 1)
        saving = saveEntraSignIn(store.db, eve, `eve-${round}-again`, BEGIN)
        await waitForWaiting(store.db, 2)
      })
      await parting
      expect(await saving).toMatch(`eve-${round}`)
    },
  )

  it('a sign-in keeps the unasked roles that another one is just bringing', async () => {
    const grants = JSON.stringify([{ role: 'Teacher', source: 'licence', id: 'sku' }])
    let saving: Promise<unknown> | undefined
    await store.db.transaction().execute(async (tx) => {
      await tx
        .updateTable('entra_identities')
        .set({ role_grants: grants })
        .where('person_id', '=', 'ada')
        .execute()
      const unasked = { roleGrants: [], unaskedRoleSources: ['licence' as const] }
      saving = saveEntraSignIn(store.db, { ...ADA, ...unasked }, 'unused', BEGIN)
      await waitForWaiting(store.db, 1)
    })
    await saving
    const { role_grants } = await store.db
      .selectFrom('entra_identities')
      .select('role_grants')
      .where('person_id', '=', 'ada')
      .executeTakeFirstOrThrow()
    expect(role_grants).toBe(grants)
  })
})
