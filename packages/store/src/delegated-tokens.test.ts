import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readDelegatedToken, saveDelegatedToken, toDelegatedTokenRow } from './delegated-tokens.ts'
import { deleteExpired } from './delete-expired.ts'
import { acquireLease, releaseLease } from './leases.ts'
import { seal, unseal } from './seal.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const KEY = { assertionHash: 'hash-1', resource: 'https://graph.test' }
const AT = { soon: '2026-11-22T11:00:00.000Z', later: '2026-11-22T12:00:00.000Z' }

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(() => store.db.deleteFrom('delegated_tokens').execute())

  const acquire = async () => {
    const lease = await acquireLease(store.db, { name: 'exchange', holder: 'one', forMs: 60_000 })
    if (!lease) throw new Error('The lease was not to be had.')
    return lease
  }
  const save = async (sealed: string, key = KEY, expiresAt = AT.soon) => {
    const lease = await acquire()
    const scopes = ['User.Read', 'User.Read.All']
    await saveDelegatedToken(store.db, { ...key, scopes, sealed, expiresAt }, lease)
    await releaseLease(store.db, lease)
  }

  it('a token takes the place of the one before it, and of no other', async () => {
    const others = [
      { ...KEY, assertionHash: 'hash-2' },
      { ...KEY, resource: 'api://other' },
    ]
    for (const key of others) await save(key.assertionHash + key.resource, key)
    await save('first')
    await save('second')
    expect(await readDelegatedToken(store.db, KEY)).toEqual({
      ...KEY,
      scopes: ['User.Read', 'User.Read.All'],
      sealed: 'second',
      expiresAt: AT.soon,
    })
    for (const key of others) {
      const sealed = key.assertionHash + key.resource
      expect(await readDelegatedToken(store.db, key)).toMatchObject({ sealed })
    }
    expect(await readDelegatedToken(store.db, { ...KEY, assertionHash: '' })).toBeUndefined()
  })

  it('who has lost the lease writes nothing', async () => {
    await save('first')
    const lease = await acquire()
    await releaseLease(store.db, lease)
    const late = { ...KEY, scopes: [], sealed: 'late', expiresAt: AT.later }
    await saveDelegatedToken(store.db, late, lease)
    expect(await readDelegatedToken(store.db, KEY)).toMatchObject({ sealed: 'first' })
  })

  it('what was sealed for one caller’s row opens in no other', async () => {
    const context = {
      ring: [new Uint8Array(randomBytes(32))] as const,
      sessionKey: new Uint8Array(randomBytes(32)),
    }
    const row = toDelegatedTokenRow(KEY)
    await save(await seal('graph token', { ...context, row }))
    const { sealed } = (await readDelegatedToken(store.db, KEY)) ?? { sealed: '' }
    expect(await unseal(sealed, { ...context, row })).toBe('graph token')
    const other = toDelegatedTokenRow({ ...KEY, assertionHash: 'hash-2' })
    await expect(unseal(sealed, { ...context, row: other })).rejects.toThrow()
    const key = new Uint8Array(randomBytes(32))
    await expect(unseal(sealed, { ...context, sessionKey: key, row })).rejects.toThrow()
  })

  it('is deleted once it has expired, and not before', async () => {
    await save('over')
    await save('good', { ...KEY, assertionHash: 'hash-2' }, AT.later)
    await deleteExpired(store.db, '2026-11-22T11:30:00.000Z')
    const rows = await store.db.selectFrom('delegated_tokens').select('sealed').execute()
    expect(rows).toEqual([{ sealed: 'good' }])
  })
})
