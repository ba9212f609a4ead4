import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linkEntraIdentity } from './linking.ts'
import { createSavedView, deleteSavedView, listSavedViews } from './saved-views.ts'
import { addEntraPerson } from './testing/add-linked-person.ts'
import { addLocalAccount } from './testing/add-local-account.ts'
import { ADA, BEGIN } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'

const { tenantId } = ADA

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const addOwner = async () => (await addEntraPerson(store.db)).personId
  const toView = (ownerId: string, name: string, more: object = {}) => ({
    id: randomUUID(),
    name,
    query: 'search=a%20b',
    isShared: false,
    ownerId,
    createdAt: BEGIN,
    tenantId,
    ...more,
  })
  const save = (...view: Parameters<typeof toView>) => createSavedView(store.db, toView(...view))
  const list = async (personId: string, ofTenant = tenantId) =>
    (await listSavedViews(store.db, { tenantId: ofTenant, personId })).map(({ name }) => name)

  it('a view comes back as it was saved', async () => {
    const ownerId = await addOwner()
    const { tenantId: _, ...view } = toView(ownerId, 'Łeavers')
    expect(await createSavedView(store.db, { ...view, tenantId })).toBe('created')
    expect(await listSavedViews(store.db, { tenantId, personId: ownerId })).toEqual([view])
  })

  it('a person has one view of a name, whatever its case and accents; another has their own', async () => {
    const [one, other] = [await addOwner(), await addOwner()]
    expect(await save(one, 'Café')).toBe('created')
    expect(await save(one, 'CAFE')).toBe('name_taken')
    expect(await save(one, 'Café', { tenantId: 'tenant-2' })).toBe('created')
    expect(await save(other, 'cafe')).toBe('created')
  })

  it('of a hundred and one views of a person, asked for at once, one is too many', async () => {
    const ownerId = await addOwner()
    const names = Array.from({ length: 101 }, (_, index) => `View ${index}`)
    const outcomes = await Promise.all(names.map((name) => save(ownerId, name)))
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(100)
    expect(outcomes.filter((outcome) => outcome === 'too_many')).toHaveLength(1)
  })

  it('a shared view is seen by others of the tenant alone, by name among their own', async () => {
    const [one, other] = [await addOwner(), await addOwner()]
    const tenant = { tenantId: randomUUID() }
    await save(one, 'b shared', { ...tenant, isShared: true })
    await save(one, 'a private', tenant)
    await save(other, 'Ä own', tenant)
    expect(await list(one, tenant.tenantId)).toEqual(['a private', 'b shared'])
    expect(await list(other, tenant.tenantId)).toEqual(['Ä own', 'b shared'])
    expect(await list(other, 'tenant-2')).toEqual([])
  })

  it('a view is deleted by its owner alone, in its tenant', async () => {
    const [one, other] = [await addOwner(), await addOwner()]
    const tenant: string = randomUUID()
    const view = toView(one, 'Shared', { isShared: true, tenantId: tenant })
    await createSavedView(store.db, view)
    const remove = (personId: string, ofTenant = tenant) =>
      deleteSavedView(store.db, { tenantId: ofTenant, personId, id: view.id })
    expect([await remove(other), await remove(one, 'tenant-2')]).toEqual([false, false])
    expect(await list(one, tenant)).toEqual(['Shared'])
    expect([await remove(one), await remove(one)]).toEqual([true, false])
  })

  it('views go with a person who is deleted, and over to whom that person is merged into', async () => {
    const { personId: holderId, account } = await addEntraPerson(store.db)
    const { personId } = await addLocalAccount(store.db)
    await save(holderId, 'Leavers')
    await save(holderId, 'Guests')
    await save(personId, 'leavers')
    const link = { personId, tenantId, objectId: account.objectId }
    expect(await linkEntraIdentity(store.db, link, BEGIN)).toBe('linked')
    expect(await list(holderId)).toEqual([])
    expect(await list(personId)).toEqual(['Guests', 'leavers', 'Leavers (2)'])
    await store.db.deleteFrom('people').where('id', '=', personId).execute()
    expect(await list(personId)).toEqual([])
  })
})
