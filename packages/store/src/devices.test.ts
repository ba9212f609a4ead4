import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeviceSignIn, readDevice, saveDevice } from './devices.ts'
import { saveEntraSignIn, savePreferences } from './people.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { ADA, BEGIN, END, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let personId: string
  beforeAll(async () => {
    store = await openTestStore(engine)
    personId = await saveEntraSignIn(store.db, ADA, randomUUID(), BEGIN)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  async function save(device: Partial<DeviceSignIn> = {}) {
    const secret = device.secret ?? randomUUID()
    await saveDevice(store.db, {
      personId,
      door: 'entra',
      hint: 'ada@contoso.test',
      knownEmailKey: undefined,
      expiresAt: END,
      ...device,
      secret,
    })
    return secret
  }
  const read = (secret: string, now = LATER) => readDevice(store.db, secret, now)

  it('a browser is known by its secret, with what the person likes now', async () => {
    const secret = await save()
    const preferences = { accentColor: 'grey', theme: 'dark', locale: 'de' } as const
    await savePreferences(store.db, personId, preferences, LATER)
    expect(await read(secret)).toEqual({
      door: 'entra',
      hint: 'ada@contoso.test',
      knownEmailKey: null,
      preferences,
    })
    expect(await read('another')).toBeUndefined()
  })

  it('a browser is known until the instant that its last sign-in said', async () => {
    const secret = await save()
    expect(await read(secret, END)).toBeUndefined()
    await save({ secret, expiresAt: LATER })
    expect(await read(secret, BEGIN)).toBeDefined()
    expect(await read(secret, LATER)).toBeUndefined()
  })

  it('a browser is of whoever signed in last, and still knows the local account from before', async () => {
    const local = await addLocalAccount(store.db)
    const secret = await save({
      personId: local.personId,
      door: 'local',
      hint: local.email,
      knownEmailKey: local.emailKey,
    })
    expect(await read(secret)).toMatchObject({
      door: 'local',
      knownEmailKey: local.emailKey,
      preferences: { accentColor: 'green' },
    })
    await save({ secret })
    expect(await read(secret)).toMatchObject({
      door: 'entra',
      hint: 'ada@contoso.test',
      knownEmailKey: local.emailKey,
    })
  })

  it('the database holds no secret of a browser', async () => {
    const secret = await save()
    const rows = await store.db.selectFrom('devices').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
  })
})
