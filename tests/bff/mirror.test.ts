import type { User } from '@vestibule/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSearchesAsByScan, idsOf, listAllUsers, listUsers } from '../helpers/directory.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

/** How many the tenant has besides those with a name of their own. */
const USERS = 5000

let world: World
let ada: Visitor
let everybody: User[]

beforeAll(async () => {
  world = await startWorld({ users: USERS, env: { BATCH_MAX_ITEMS: '4000' } })
  ada = await world.signIn()
  expect((await list('top=1')).source).toBe('graph')
  await world.context.mirrorRunner.refresh()
  everybody = (await readAll('')).items
}, 60_000)
afterAll(() => world?.[Symbol.asyncDispose]())

const list = (query: string) => listUsers(ada, query)
const readAll = (query: string) => listAllUsers(ada, query)

describe('a directory that is kept here', () => {
  it('holds everybody, as of the moment when it began to be read', async () => {
    const listed = world.emulator.listUsers().map(({ id }) => id)
    expect(idsOf(everybody)).toEqual(listed.sort())
    const page = await list('top=1')
    expect(page).toMatchObject({ source: 'mirror', total: listed.length })
    expect(Date.parse(page.asOf)).toBeLessThanOrEqual(Date.now())
    const tom = everybody.find(({ userPrincipalName }) => userPrincipalName === 'tom@contoso.test')
    const live = await list('search=tom%40contoso.test&source=graph')
    expect(live.source).toBe('graph')
    expect(live.items).toEqual([tom])
  })

  it('is searched as a scan of everybody would be', async () => {
    await expectSearchesAsByScan(world, ada, everybody, 300)
  }, 60_000)

  it('gives any page of any order, and pages that follow each other, without a gap', async () => {
    const byDepartment = (await readAll('orderBy=-department')).items
    expect(idsOf(byDepartment)).toEqual(idsOf(everybody))
    const middle = await list('orderBy=-department&skip=2345&top=50')
    expect(middle.items).toEqual(byDepartment.slice(2345, 2395))
    const end = await list(`orderBy=-department&skip=${everybody.length - 3}&top=50`)
    expect(end).toMatchObject({ items: byDepartment.slice(-3), nextCursor: null })
    const filtered = (await readAll('filter=accountEnabled:false&filter=userType:member')).items
    expect(idsOf(filtered)).toEqual(
      idsOf(everybody.filter((one) => one.accountEnabled === false && one.userType === 'Member')),
    )
    const [day = ''] = everybody[7]?.createdAt?.split('T') ?? []
    const since = (await readAll(`filter=createdAfter:${day}`)).items
    expect(idsOf(since)).toEqual(
      idsOf(everybody.filter(({ createdAt }) => (createdAt ?? '') >= day)),
    )
  })

  it('says where somebody stands, who is beside them, and how many there are of each kind', async () => {
    const list = everybody
    const at = 2000
    const beside = (await ada.get(`/api/users/${list[at]?.id}/neighbours`)).json()
    expect(beside).toEqual({
      position: at + 1,
      total: list.length,
      previousId: list[at - 1]?.id,
      nextId: list[at + 1]?.id,
    })
    const live = (await ada.get(`/api/users/${list[at]?.id}/neighbours?source=graph`)).json()
    expect(live).toMatchObject({ position: null, nextId: null })
    const nobody = '00000000-0000-4000-8000-000000000000'
    const nowhere = (await ada.get(`/api/users/${nobody}/neighbours`)).json()
    expect(nowhere).toEqual({ position: null, total: null, previousId: null, nextId: null })

    const summary = (await ada.get('/api/users/summary')).json()
    const count = (is: (user: User) => boolean) => list.filter(is).length
    expect(summary).toMatchObject({
      source: 'mirror',
      total: list.length,
      enabled: count(({ accountEnabled }) => accountEnabled === true),
      disabled: count(({ accountEnabled }) => accountEnabled === false),
      guests: count(({ userType }) => userType === 'Guest'),
      synced: count(({ onPremisesSyncEnabled }) => onPremisesSyncEnabled === true),
    })
    for (const { department, enabled, disabled } of summary.departments) {
      const of = list.filter((user) => user.department === department)
      expect(of.filter(({ accountEnabled }) => accountEnabled).length).toBe(enabled)
      expect(of.length).toBe(enabled + disabled)
    }
  })

  it.each([
    ['skip=5&cursor=m~x', 'skip'],
    ['source=graph&skip=5', 'skip'],
    ['source=graph&orderBy=department', 'orderBy'],
    ['cursor=m~x', 'cursor'],
    ['filter=createdAfter:yesterday', 'filter'],
    ['filter=createdBefore:2026-02-30', 'filter'],
    ['filter=password:x', 'filter'],
  ])('refuses what makes no sense: %s', async (query, path) => {
    const reply = await ada.get(`/api/users?${query}`)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ path }] })
  })

  it('is exported as it is seen, harmless for spreadsheets, and that is entered in the audit', async () => {
    const mean = { displayName: '=HYPERLINK("http://evil.test","Tom")', jobTitle: '@SUM(1+1)' }
    const [victim] = (await readAll('search=generated')).items.slice(-1)
    const someone = victim ?? everybody[100]
    world.emulator.updateUser(someone?.id ?? '', mean)
    await refresh()
    const query = new URLSearchParams([
      ['search', 'hyperlink('],
      ['columns', 'displayName'],
      ['columns', 'jobTitle'],
      ['columns', 'id'],
    ])
    const csv = await ada.get(`/api/users/export?${query}`)
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.headers['content-disposition']).toMatch(/filename="people-\d{4}-\d\d-\d\d\.csv"/)
    expect(csv.body).toBe(
      `\ufeffdisplayName,jobTitle,id\r\n"'=HYPERLINK(""http://evil.test"",""Tom"")","'@SUM(1+1)",${someone?.id}\r\n`,
    )
    const lines = await ada.get('/api/users/export?format=ndjson&orderBy=-userPrincipalName')
    const people = lines.body.trimEnd().split('\n')
    expect(people).toHaveLength(everybody.length)
    const orders = people.map((line) => JSON.parse(line).userPrincipalName.toLowerCase())
    expect(orders).toEqual([...orders].sort().reverse())
    const { items } = (await ada.get('/api/audit-events?top=1')).json()
    expect(items[0]).toMatchObject({
      action: 'users.export',
      actor: { name: 'Ada Admin' },
      details: { format: 'ndjson', people: everybody.length, source: 'mirror' },
    })
  })

  it('is what a batch takes everybody who matches from', async () => {
    const selection = { search: 'engineer', filter: ['userType:Member'] }
    const { total } = await list('search=engineer&filter=userType:Member&top=1')
    const reply = await ada.post('/api/user-batches', { action: 'query', selection })
    expect(reply.statusCode, reply.body).toBe(202)
    expect(reply.json().counts.total).toBe(total)
    const all = await ada.post('/api/user-batches', { action: 'query', selection: {} })
    expect(all.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: '/selection' }] })
  })

  it('follows a thousand changes in one round: people changed, made and deleted', async () => {
    const { emulator } = world
    const before = (await readAll('')).items
    const ordinary = before.filter(({ userPrincipalName }) => /\d/.test(userPrincipalName ?? ''))
    const changed = ordinary.slice(0, 960)
    const gone = ordinary.slice(960, 980)
    for (const { id } of changed) emulator.updateUser(id, { department: 'Ünder Watch' })
    for (const { id } of gone) emulator.deleteUser(id)
    for (let number = 0; number < 20; number++) {
      emulator.addUser({
        displayName: `New Body ${number}`,
        userPrincipalName: `new.body${number}@contoso.test`,
      })
    }
    const asked = () =>
      emulator.requests().filter(({ path }) => path.endsWith('/users/delta')).length
    const askedBefore = asked()
    await refresh()
    expect(asked() - askedBefore).toBeLessThanOrEqual(10)
    const watched = (await readAll('search=under+watch')).items
    expect(idsOf(watched)).toEqual(idsOf(changed))
    expect((await list('search=new.body&top=1')).total).toBe(20)
    const after = (await readAll('')).items
    expect(after).toHaveLength(before.length)
    expect(after.filter(({ id }) => gone.some((one) => one.id === id))).toEqual([])
  })
})

async function refresh() {
  world.passTime(2)
  await world.context.mirrorRunner.refresh()
}
