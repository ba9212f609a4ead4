import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readAppToken, rewrapAppTokens, saveAppToken, toAppTokenRow } from './app-tokens.ts'
import { acquireLease, releaseLease } from './leases.ts'
import { type KeyRing, sealForServer, unsealForServer } from './seal.ts'
import { END } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const createKey = () => new Uint8Array(randomBytes(32))
const [older, newer] = [createKey(), createKey()]
const KEY = { tenant: 'contoso.test', clientId: 'client-1', resource: 'https://graph.test' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(() => store.db.deleteFrom('app_tokens').execute())

  const acquire = async () => {
    const lease = await acquireLease(store.db, { name: 'token', holder: 'one', forMs: 60_000 })
    if (!lease) throw new Error('The lease was not to be had.')
    return lease
  }
  const save = async (value: string, key = KEY, ring: KeyRing = [older]) => {
    const lease = await acquire()
    const sealed = await sealForServer(value, { ring, row: toAppTokenRow(key) })
    await saveAppToken(store.db, { ...key, sealed, expiresAt: END }, lease)
    await releaseLease(store.db, lease)
    return sealed
  }
  const open = async (ring: KeyRing, key = KEY) => {
    const token = await readAppToken(store.db, key)
    return token && unsealForServer(token.sealed, { ring, row: toAppTokenRow(key) })
  }

  it('a token takes the place of the one before it, and of no other', async () => {
    const others = [
      { ...KEY, tenant: 'fabrikam.test' },
      { ...KEY, clientId: 'client-2' },
      { ...KEY, resource: 'api://other' },
    ]
    for (const key of others) await save(JSON.stringify(key), key)
    await save('first')
    await save('second')
    expect(await open([older])).toBe('second')
    for (const key of others) expect(await open([older], key)).toBe(JSON.stringify(key))
  })

  it('who has lost the lease writes nothing', async () => {
    await save('first')
    const lease = await acquire()
    await releaseLease(store.db, lease)
    await saveAppToken(store.db, { ...KEY, sealed: 'late', expiresAt: END }, lease)
    expect(await open([older])).toBe('first')
  })

  it('all tokens open with the newest key alone afterwards, and one that no key opens stops nothing', async () => {
    await save('first')
    const strange = { ...KEY, resource: 'api://strange' }
    await save('strange', strange, [createKey()])
    expect(await rewrapAppTokens(store.db, [newer, older])).toEqual({ rewrapped: 1 })
    expect(await open([newer])).toBe('first')
    const token = await readAppToken(store.db, KEY)
    expect(decodeProtectedHeader(token?.sealed ?? '').cty).toBeUndefined()
    expect(await rewrapAppTokens(store.db, [newer, older])).toEqual({ rewrapped: 0 })
    expect(await readAppToken(store.db, strange)).toBeDefined()
  })

  it('a token that is renewed meanwhile is not overwritten', async () => {
    await save('first')
    const lease = await acquire()
    const sealed = await sealForServer('fresh', { ring: [older], row: toAppTokenRow(KEY) })
    await Promise.all([
      rewrapAppTokens(store.db, [newer, older]),
      saveAppToken(store.db, { ...KEY, sealed, expiresAt: END }, lease),
    ])
    await releaseLease(store.db, lease)
    expect(await open([newer, older])).toBe('fresh')
  })
})
