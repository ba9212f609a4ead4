import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteExpired } from './delete-expired.ts'
import {
  dropMirror,
  type MirrorChange,
  noteMirroredState,
  readMirror,
  restartMirror,
} from './directory-mirror.ts'
import { findMirroredUsers } from './find-mirrored-users.ts'
import { type Lease, releaseLease } from './leases.ts'
import { applyMirrorPage, type NewMirrorPage } from './mirror-pages.ts'
import { summarizeMirror } from './summarize-mirror.ts'
import { BEGIN, LATER } from './testing/add-session.ts'
import { engines, openTestStore, type TestStore } from './testing/engines.ts'
import { applyPage, createPeople, getMirrorLease, toMirroredUser } from './testing/mirror-people.ts'

describe.each(engines)('on $name', (engine) => {
  let store: TestStore
  let tenantId: string
  let lease: Lease
  beforeAll(async () => {
    store = await openTestStore(engine)
  })
  afterAll(() => store[Symbol.asyncDispose]())
  beforeEach(async () => {
    tenantId = randomUUID()
    lease = await getMirrorLease(store.db, tenantId)
  })

  const apply = (page: Partial<NewMirrorPage>) => applyPage(store.db, { tenantId, lease, ...page })
  const readAll = async (search?: string, ofTenant = tenantId) => {
    const orderBy = { field: 'userPrincipalName', descending: false } as const
    const query = {
      tenantId: ofTenant,
      search,
      sees: 'all',
      filters: [],
      orderBy,
      top: 999,
    } as const
    return (await findMirroredUsers(store.db, query)).users
  }
  const readIds = async (...search: Parameters<typeof readAll>) =>
    (await readAll(...search)).map(({ id }) => id)
  const [ADA, BEN, EVE]: MirrorChange[] = [
    { id: 'ada', displayName: 'Ada Admin', userPrincipalName: 'ada@contoso.test' },
    { id: 'ben', displayName: 'Ben Baker', userPrincipalName: 'ben@contoso.test' },
    { id: 'eve', displayName: 'Eve Evans', userPrincipalName: 'eve@contoso.test' },
  ] as const
  const all = [ADA, BEN, EVE].filter((person) => person !== undefined)

  it('a mirror tells where its round stands, and from when it is', async () => {
    expect(await readMirror(store.db, tenantId)).toBeUndefined()
    await apply({ changes: all.slice(0, 2), link: 'skip-1', isLast: false })
    expect(await readMirror(store.db, tenantId)).toEqual({
      tenantId,
      isComplete: false,
      link: 'skip-1',
      isMidRound: true,
      roundStartedAt: BEGIN,
      asOf: null,
      total: 2,
    })
    await apply({ changes: all.slice(2), link: 'delta-1' })
    const whole = { isComplete: true, link: 'delta-1', isMidRound: false, asOf: BEGIN, total: 3 }
    expect(await readMirror(store.db, tenantId)).toMatchObject(whole)
    await apply({ link: 'skip-2', isLast: false, roundStartedAt: LATER })
    expect(await readMirror(store.db, tenantId)).toMatchObject({
      ...whole,
      link: 'skip-2',
      isMidRound: true,
      roundStartedAt: LATER,
    })
  })

  it('a change is merged: what it does not name stays, what it empties is empty', async () => {
    const [whole] = createPeople(2).slice(1)
    if (!whole) throw new Error('There are two.')
    await apply({ changes: [whole] })
    expect(await readAll()).toEqual([whole])
    await apply({
      changes: [
        { id: whole.id, jobTitle: 'Poet', department: null },
        { id: whole.id, accountEnabled: false },
      ],
    })
    const after = { ...whole, jobTitle: 'Poet', department: null, accountEnabled: false }
    expect(await readAll('poet')).toEqual([after])
  })

  it('a removed person is found no more, and no more counted', async () => {
    await apply({ changes: all })
    await apply({ removedIds: ['ben', 'nobody'] })
    expect(await readIds()).toEqual(['ada', 'eve'])
    expect(await readIds('baker')).toEqual([])
    expect(await readMirror(store.db, tenantId)).toMatchObject({ total: 2 })
  })

  it('while all is read anew nobody is missing; at its end who was not seen again is gone', async () => {
    await apply({ changes: [...all, { id: 'max', userPrincipalName: 'max', jobTitle: 'Old' }] })
    expect(await restartMirror(store.db, { tenantId, lease })).toBe(true)
    expect(await readMirror(store.db, tenantId)).toMatchObject({
      isComplete: true,
      link: null,
      isMidRound: false,
      asOf: BEGIN,
      total: 4,
    })
    const page = { roundStartedAt: LATER, isLast: false }
    await apply({ ...page, changes: all.slice(0, 1) })
    // Forgotten once more, in the middle: it begins from nothing again.
    await restartMirror(store.db, { tenantId, lease })
    await apply({ ...page, changes: all.slice(1, 2) })
    expect(await readIds()).toEqual(['ada', 'ben', 'eve', 'max'])
    await apply({ ...page, changes: [{ id: 'max', userPrincipalName: 'max' }] })
    await apply({ roundStartedAt: LATER, changes: [{ id: 'new', userPrincipalName: 'new' }] })
    // Of `max`, read anew, the title is told no more.
    const max = toMirroredUser({ id: 'max', userPrincipalName: 'max' })
    expect(await readAll('max')).toEqual([max])
    expect(await readIds()).toEqual(['ben', 'max', 'new'])
    expect(await readMirror(store.db, tenantId)).toMatchObject({ total: 3, asOf: LATER })
  })

  it('whoever lost the lease writes nothing', async () => {
    await apply({ changes: all, link: 'delta-1' })
    const before = await readMirror(store.db, tenantId)
    await releaseLease(store.db, lease)
    const page = { tenantId, lease, roundStartedAt: LATER, link: 'delta-2', isLast: true }
    const changes = [{ id: 'ada', displayName: 'Changed' }]
    const applied = await applyMirrorPage(store.db, { ...page, changes, removedIds: ['ben'] })
    expect(applied).toBe(false)
    expect(await restartMirror(store.db, { tenantId, lease })).toBe(false)
    expect(await readMirror(store.db, tenantId)).toEqual(before)
    expect(await readIds()).toEqual(['ada', 'ben', 'eve'])
    expect(await readIds('changed')).toEqual([])
  })

  it('a dropped mirror leaves nothing, another tenant’s stays, and a new one begins from nothing', async () => {
    const other = { tenantId: randomUUID(), lease }
    await apply({ changes: all })
    await applyPage(store.db, { ...other, changes: [{ id: 'ada', displayName: 'Ada Other' }] })
    await dropMirror(store.db, tenantId)
    expect(await readMirror(store.db, tenantId)).toBeUndefined()
    expect(await readIds()).toEqual([])
    expect(await readIds('ada', other.tenantId)).toEqual(['ada'])
    const rows = await store.db
      .selectFrom('mirrored_texts as t')
      .leftJoin('mirrored_users as u', 'u.key', 't.key')
      .select('t.basic')
      .where('u.key', 'is', null)
      .execute()
    expect(rows).toEqual([])
    await apply({ changes: [{ id: 'ben', userPrincipalName: 'ben' }] })
    expect(await readAll()).toEqual([toMirroredUser({ id: 'ben', userPrincipalName: 'ben' })])
  })

  it('what a drop left when its process ended is deleted with what expired', async () => {
    await apply({ changes: [{ id: 'left', displayName: 'Left Over' }] })
    await store.db
      .updateTable('directory_mirrors')
      .set({ tenant_id: null })
      .where('tenant_id', '=', tenantId)
      .execute()
    await deleteExpired(store.db, BEGIN)
    const left = store.db.selectFrom('mirrored_users').select('id').where('id', '=', 'left')
    expect(await left.execute()).toEqual([])
  })

  it('tenants are apart: the same id is another person', async () => {
    const other = { tenantId: randomUUID(), lease }
    await apply({ changes: all })
    await applyPage(store.db, { ...other, changes: [{ id: 'ada', displayName: 'Ada Other' }] })
    await applyPage(store.db, { ...other, removedIds: ['ben'] })
    await noteMirroredState(store.db, {
      tenantId: other.tenantId,
      states: [{ id: 'ada', accountEnabled: false }],
    })
    expect(await readIds('ada')).toEqual(['ada'])
    expect(await readAll()).toMatchObject([{ accountEnabled: null }, {}, {}])
    expect(await readAll('other', other.tenantId)).toMatchObject([{ accountEnabled: false }])
    expect(await readIds('other')).toEqual([])
  })

  it('what we changed ourselves is found at once, and makes nobody', async () => {
    await apply({ changes: all.map((person) => ({ ...person, accountEnabled: true })) })
    const states = ['ben', 'stranger'].map((id) => ({ id, accountEnabled: false }))
    await noteMirroredState(store.db, { tenantId, states })
    expect((await readAll()).map((user) => user.accountEnabled)).toEqual([true, false, true])
    expect(await readMirror(store.db, tenantId)).toMatchObject({ total: 3 })
    expect(await summarizeMirror(store.db, tenantId)).toMatchObject({ enabled: 2, disabled: 1 })
  })

  it('a summary counts everybody, departments whatever their case, the largest first', async () => {
    await apply({
      changes: [
        { id: '1', department: 'Science', accountEnabled: true, userType: 'Member' },
        { id: '2', department: 'SCIENCE', accountEnabled: false, onPremisesSyncEnabled: true },
        { id: '3', department: 'Arts', accountEnabled: true, userType: 'guest' },
        { id: '4', accountEnabled: true },
        { id: '5', accountEnabled: false },
        { id: '6', accountEnabled: false },
      ],
    })
    expect(await summarizeMirror(store.db, tenantId)).toEqual({
      total: 6,
      enabled: 3,
      disabled: 3,
      guests: 1,
      synced: 1,
      departments: [
        { department: null, enabled: 1, disabled: 2 },
        { department: 'Science', enabled: 1, disabled: 1 },
        { department: 'Arts', enabled: 1, disabled: 0 },
      ],
    })
    const empty = { total: 0, enabled: 0, disabled: 0, guests: 0, synced: 0, departments: [] }
    expect(await summarizeMirror(store.db, randomUUID())).toEqual(empty)
  })

  it('halves of characters and U+0000 in what the authority tells stop nothing', async () => {
    const told = { id: 'odd', displayName: 'Odd\0\ud800 Name', userPrincipalName: 'odd@x.test' }
    await apply({ changes: [told] })
    expect(await readAll('odd\0')).toMatchObject([{ displayName: 'Odd\ufffd Name' }])
    expect(await readIds('\ud800')).toEqual(['odd'])
  })
})
