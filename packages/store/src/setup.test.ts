import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  listPermissionProofs,
  readAdminConsent,
  saveAdminConsent,
  savePermissionProofs,
} from './setup.ts'
import { BEGIN, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  it('an organisation has one answer, the last one', async () => {
    const answer = {
      tenantId: 'one',
      answer: 'granted',
      answeredAt: BEGIN,
      personId: 'ada',
    } as const
    expect(await readAdminConsent(store.db, 'one')).toBeUndefined()
    await saveAdminConsent(store.db, answer)
    await saveAdminConsent(store.db, { ...answer, answer: 'refused', answeredAt: LATER })
    expect(await readAdminConsent(store.db, 'one')).toEqual({
      ...answer,
      answer: 'refused',
      answeredAt: LATER,
    })
    expect(await readAdminConsent(store.db, 'another')).toBeUndefined()
  })

  it('a permission’s last proof is kept, for each organisation and kind', async () => {
    const proof = { kind: 'delegated', name: 'User.Read', provenAt: BEGIN } as const
    await savePermissionProofs(store.db, 'one', [proof, { ...proof, kind: 'application' }])
    await savePermissionProofs(store.db, 'one', [{ ...proof, provenAt: LATER }])
    const proofs = await listPermissionProofs(store.db, 'one')
    expect(proofs).toHaveLength(2)
    expect(proofs).toContainEqual({ ...proof, provenAt: LATER })
    expect(await listPermissionProofs(store.db, 'another')).toEqual([])
  })
})
