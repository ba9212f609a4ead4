import { afterEach, beforeEach, expect, it } from 'vitest'
import { runBatch } from '../helpers/batches.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

/** More than one page of a delta. */
const USERS = 900

let world: World
let ada: Visitor
let failures: unknown[]

beforeEach(async () => {
  failures = []
  world = await startWorld({
    users: USERS,
    onMirrorFailure: (_tenant, error) => failures.push(error),
  })
  ada = await world.signIn()
})
afterEach(() => world?.[Symbol.asyncDispose]())

const list = async (query = 'top=1') => (await ada.get(`/api/users?${query}`)).json()
const deltas = () => world.emulator.requests().filter(({ path }) => path.endsWith('/users/delta'))
/** When whatever failed has rested, and what is kept has become old. */
async function refresh() {
  world.passTime(2)
  await world.context.mirrorRunner.refresh()
}

const FAULTS = [
  ['throttling', { kind: 'status', status: 429, retryAfterSeconds: 1 }],
  ['a busy Graph', { kind: 'status', status: 503 }],
  ['a connection that breaks', { kind: 'reset' }],
  ['a page that breaks off', { kind: 'truncate' }],
  ['a page of a proxy', { kind: 'html' }],
] as const

it.each(FAULTS)(
  'a first reading that %s stops half-way goes on where it stopped, and nobody is shown before it is whole',
  async (_title, fault) => {
    world.emulator.addFault({ match: 'nextPage', ...fault })
    await refresh()
    expect(failures).toHaveLength(1)
    const begun = await world.context.store.db.selectFrom('mirrored_users').selectAll().execute()
    expect(begun.length).toBeGreaterThan(0)
    expect(begun.length).toBeLessThan(USERS)
    expect((await list()).source).toBe('graph')
    world.emulator.clearFaults()
    const before = deltas().length
    await refresh()
    const { total } = await list('top=1&source=graph')
    expect(await list()).toMatchObject({ source: 'mirror', total })
    // The first page was not read again.
    const pages = Math.ceil(total / begun.length)
    expect(deltas().length - before).toBe(pages - 1)
  },
)

it('while Graph is away, what is kept says of when it is, and is never called fresher', async () => {
  await refresh()
  const { asOf } = await list()
  world.emulator.updateUser('tom@contoso.test', { jobTitle: 'Cellist' })
  world.emulator.addFault({ match: 'delta', kind: 'status', status: 503 })
  await refresh()
  await refresh()
  expect(await list('search=cellist')).toMatchObject({ source: 'mirror', asOf, total: 0 })
  world.emulator.clearFaults()
  await refresh()
  const fresh = await list('search=cellist')
  expect(fresh.total).toBe(1)
  expect(fresh.asOf > asOf).toBe(true)
})

it('what Graph has forgotten (410) is read anew, and all that while the old is shown', async () => {
  await refresh()
  const { total } = await list()
  const gone = world.emulator
    .listUsers()
    .find(({ userPrincipalName }) => /\d/.test(userPrincipalName))
  // Older than Graph remembers: nobody tells of this one.
  world.emulator.advanceClock(8 * 24 * 3600)
  world.emulator.deleteUser(gone?.id ?? '')
  world.emulator.addFault({ match: 'nextPage', kind: 'status', status: 503 })
  await refresh()
  expect(await list()).toMatchObject({ source: 'mirror', total })
  world.emulator.clearFaults()
  await refresh()
  expect(await list()).toMatchObject({ source: 'mirror', total: total - 1 })
  expect((await list(`search=${gone?.id}`)).items).toEqual([])
})

it('somebody deleted between two pages of the first reading is not shown afterwards', async () => {
  world.emulator.addFault({ match: 'nextPage', kind: 'status', status: 503 })
  await refresh()
  const db = world.context.store.db
  const read = await db.selectFrom('mirrored_users').select('id').execute()
  const seen = read.find(({ id }) =>
    /\d/.test(world.emulator.readUser(id)?.userPrincipalName ?? ''),
  )
  const unseen = world.emulator.listUsers().findLast(({ id }) => read.every((one) => one.id !== id))
  for (const id of [seen?.id, unseen?.id]) world.emulator.deleteUser(String(id))
  world.emulator.clearFaults()
  await refresh()
  await refresh()
  const { total } = await list('top=1&source=graph')
  expect(await list()).toMatchObject({ source: 'mirror', total })
  for (const id of [seen?.id, unseen?.id]) expect((await list(`search=${id}`)).total).toBe(0)
})

it('who was made a moment ago, and cannot be read yet, is told from who is not there', async () => {
  const { id } = world.emulator.addUser({
    displayName: 'Nora New',
    userPrincipalName: 'nora@contoso.test',
  })
  await refresh()
  expect((await list('search=nora')).total).toBe(1)
  const old = world.emulator.readUser('tom@contoso.test')?.id
  const read = async (path: string) => {
    const { json, headers, statusCode } = await ada.get(`/api/users/${path}`)
    return [statusCode, json().code, headers['retry-after']]
  }
  world.emulator.addFault({ match: '/v1.0/users/', kind: 'status', status: 404 })
  expect(await read(id)).toEqual([404, 'not_there_yet', '5'])
  expect(await read(String(old))).toEqual([404, 'not_found', undefined])
  world.passTime(10)
  expect(await read(id)).toEqual([404, 'not_found', undefined])
  world.emulator.clearFaults()
  expect((await read(id))[0]).toBe(200)
})

it('what a batch has changed is shown at once, before Graph tells of it', async () => {
  await refresh()
  const { batch } = await runBatch(ada, {
    action: 'disable',
    users: ['tom@contoso.test'],
    reason: 'Left',
  })
  expect(batch.counts.succeeded).toBe(1)
  expect((await list('search=tom@contoso.test')).items[0]).toMatchObject({ accountEnabled: false })
})

it('a name of two directions, marks and all, is found and comes back as it is', async () => {
  const displayName = '\u202eada\u202c \u200fשָׁלוֹם\u200f \u2066Ünal\u2069'
  world.emulator.updateUser('max@contoso.test', { displayName })
  await refresh()
  for (const search of ['שלום', 'unal', 'ADA ÜNAL', '\u200fשלום']) {
    const { items } = await list(`top=5&search=${encodeURIComponent(search)}`)
    expect(items.map((user: { displayName: string }) => user.displayName)).toContain(displayName)
  }
})
