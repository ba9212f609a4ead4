import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runBatch } from '../helpers/batches.ts'
import { createClient, getDelegatedToken } from '../helpers/bearer.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(() => world.emulator.reset())
afterAll(() => world?.[Symbol.asyncDispose]())

const idOf = (name: string) => world.emulator.readUser(name)?.id ?? ''

describe('GET /api/users/{id}/memberships', () => {
  it('tells of groups, directory roles and licences', async () => {
    const ada = await world.signIn()
    const uma = (await ada.get(`/api/users/${idOf('uma@contoso.test')}/memberships`)).json()
    expect(uma.directoryRoles).toEqual([
      { id: 'fe930be7-5e62-47db-91af-98c3a49a38b1', displayName: 'User Administrator' },
    ])
    const tom = (await ada.get('/api/users/tom@contoso.test/memberships')).json()
    expect(tom.licenses).toContainEqual({
      skuId: '94763226-9b3c-4e75-a931-5c89701abe66',
      skuPartNumber: 'STANDARDWOFFPACK_FACULTY',
    })
    expect(tom).toMatchObject({ directoryRoles: [], isComplete: true })
    expect(tom.groups.length).toBeGreaterThan(0)
    const names = tom.groups.map(({ displayName }: { displayName: string }) => displayName)
    expect(names).toEqual([...names].sort((left, right) => left.localeCompare(right)))
  })

  it('shows by their ids what nobody consented to have named', async () => {
    const permissions = ['RoleManagement.Read.Directory', 'Directory.Read.All']
    world.emulator.withdrawConsent({ permissions })
    const ada = await world.signIn()
    const uma = (await ada.get(`/api/users/${idOf('uma@contoso.test')}/memberships`)).json()
    expect(uma.directoryRoles).toEqual([{ id: expect.any(String), displayName: null }])
  })

  it('of nobody is not found, and of a Graph that fails is told as such', async () => {
    const ada = await world.signIn()
    const nobody = '00000000-0000-4000-8000-000000000000'
    const missing = await ada.get(`/api/users/${nobody}/memberships`)
    expect(missing.json()).toMatchObject({ status: 404, code: 'not_found' })
    world.emulator.addFault({
      match: `/v1.0/users/${idOf('tom@contoso.test')}/licenseDetails`,
      kind: 'status',
      status: 403,
    })
    const partly = await ada.get(`/api/users/${idOf('tom@contoso.test')}/memberships`)
    expect(partly.json()).toMatchObject({ licenses: null, isComplete: true })
    world.emulator.addFault({
      match: `/v1.0/users/${idOf('max@contoso.test')}/memberOf`,
      kind: 'status',
      status: 503,
    })
    const away = await ada.get(`/api/users/${idOf('max@contoso.test')}/memberships`)
    expect(away.json()).toMatchObject({ status: 502, code: 'upstream_unavailable' })
  })
})

describe('GET /api/users/{id}/sign-in-activity', () => {
  it('tells when somebody signed in last, also by a principal name', async () => {
    const before = new Date(Date.now() - 2000).toISOString()
    await world.signIn('Tom Teacher')
    const ada = await world.signIn()
    for (const id of [idOf('tom@contoso.test'), 'tom@contoso.test']) {
      const { lastSignInAt } = (await ada.get(`/api/users/${id}/sign-in-activity`)).json()
      expect(lastSignInAt >= before).toBe(true)
    }
  })

  it('names the permission that it takes', async () => {
    world.emulator.withdrawConsent({ permissions: ['AuditLog.Read.All'] })
    const ada = await world.signIn()
    const reply = await ada.get(`/api/users/${idOf('tom@contoso.test')}/sign-in-activity`)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({
      code: 'consent_required',
      scopes: expect.arrayContaining(['AuditLog.Read.All']),
    })
  })
})

describe('GET /api/audit-events', () => {
  it('lists what was done to one person alone', async () => {
    const ada = await world.signIn()
    const users = ['tom@contoso.test', 'max@contoso.test']
    await runBatch(ada, { action: 'disable', users, reason: 'Left' })
    const { items } = (await ada.get(`/api/audit-events?target=${idOf(users[0] ?? '')}`)).json()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      action: 'account.disable',
      target: { name: 'tom@contoso.test' },
      outcome: 'succeeded',
    })
    const tom = await world.signIn('Sara Student')
    expect((await tom.get(`/api/audit-events?target=${idOf('max@contoso.test')}`)).statusCode).toBe(
      403,
    )
  })
})

describe('saved views', () => {
  const view = { name: 'Guests', query: 'filter=userType%3AGuest&orderBy=-createdAt' }

  it('are one’s own, unless they are shared with the organisation, and are deleted by their owner alone', async () => {
    const [ada, max] = [await world.signIn(), await world.signIn('Max Member')]
    const own = (await ada.post('/api/views', view)).json()
    expect(own).toMatchObject({ ...view, isMine: true, isShared: false })
    const shared = (
      await ada.post('/api/views', { ...view, name: 'For all', isShared: true })
    ).json()
    const namesOf = async (visitor: typeof ada) =>
      (await visitor.get('/api/views')).json().items.map((one: { name: string }) => one.name)
    expect(await namesOf(ada)).toEqual(['For all', 'Guests'])
    const ofMax = (await max.get('/api/views')).json()
    expect(ofMax).toMatchObject({ items: [{ name: 'For all', isMine: false }], nextCursor: null })
    for (const { id } of [own, shared]) {
      expect((await max.delete(`/api/views/${id}`)).statusCode).toBe(404)
    }
    expect((await ada.delete(`/api/views/${shared.id}`)).statusCode).toBe(204)
    expect(await namesOf(ada)).toEqual(['Guests'])
    expect(await namesOf(max)).toEqual([])

    const again = await ada.post('/api/views', { ...view, name: ' guests ' })
    expect(again.json()).toMatchObject({ status: 409, code: 'conflict' })
    const bearer = createClient(world.app, await getDelegatedToken(world.emulator, 'Ada Admin'))
    expect((await bearer.get('/api/views')).json().items).toHaveLength(1)
  })

  it.each([
    ['no name', { ...view, name: '  ' }],
    ['a name without an end', { ...view, name: 'x'.repeat(81) }],
    ['another address', { ...view, query: '//evil.test' }],
    ['a script', { ...view, query: 'search=<script>' }],
    ['more than is known', { ...view, owner: 'max' }],
  ])('with %s are refused', async (_what, body) => {
    const ada = await world.signIn()
    const reply = await ada.post('/api/views', body)
    expect(reply.json()).toMatchObject({ status: 400, code: 'invalid_request' })
  })
})
