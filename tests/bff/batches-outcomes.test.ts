import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  askForBatch,
  awaitEnd,
  clearBatches,
  isEnabled,
  listItemEvents,
  listOrdinary,
  runBatch,
} from '../helpers/batches.ts'
import { SAME_ORIGIN, type Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

const REASON = 'They have left the school'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 100, env: { PROTECTED_ACCOUNTS: 'BreakGlass@contoso.test' } })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => clearBatches(world))

const disable = (visitor: Visitor, users: string[], more = {}) =>
  runBatch(visitor, { action: 'disable', users, reason: REASON, ...more })
const getId = (name: string) => String(world.emulator.readUser(name)?.id)

describe('a query', () => {
  it('tells job title and whether the account is enabled, by name, id or mail address alike', async () => {
    const ada = await world.signIn()
    world.emulator.updateUser('tom@contoso.test', { mail: 'teacher@elsewhere.test' })
    const users = ['ada@contoso.test', getId('dana@contoso.test'), 'Teacher@elsewhere.test']
    const { batch, items } = await runBatch(ada, { action: 'query', users })
    expect(batch).toMatchObject({ status: 'completed', reason: null, counts: { succeeded: 3 } })
    expect(items).toMatchObject([
      { line: 1, jobTitle: 'Head of IT', accountEnabled: true, outcome: 'succeeded' },
      { line: 2, jobTitle: 'Librarian', accountEnabled: false, outcome: 'succeeded' },
      {
        line: 3,
        jobTitle: 'Mathematics teacher',
        accountEnabled: true,
        displayName: 'Tom Teacher',
      },
    ])
  })

  it('changes nothing, and is nobody’s business in the audit but as a whole', async () => {
    const ada = await world.signIn()
    const before = world.emulator.listUsers()
    const { batch } = await runBatch(ada, { action: 'query', users: listOrdinary(world, 30) })
    expect(batch.counts).toMatchObject({ total: 30, succeeded: 30 })
    expect(world.emulator.listUsers()).toEqual(before)
    expect(await listItemEvents(world, batch.id)).toEqual([])
  })
})

describe('disabling', () => {
  it('leaves every account disabled, with one entry in the audit each', async () => {
    const ada = await world.signIn()
    const users = listOrdinary(world, 45)
    const { batch, items } = await disable(ada, users)
    expect(batch).toMatchObject({ status: 'completed', counts: { total: 45, succeeded: 45 } })
    expect(users.filter((name) => isEnabled(world, name))).toEqual([])
    expect(items.map(({ before, after }) => [before, after])).toEqual(Array(45).fill([true, false]))
    const events = await listItemEvents(world, batch.id)
    expect(events.map(({ details }) => details.line)).toEqual(items.map(({ line }) => line))
    expect(events[0]).toMatchObject({
      action: 'account.disable',
      actor: { name: 'Ada Admin' },
      reason: REASON,
      outcome: 'succeeded',
      details: { before: true, after: false },
    })
  })

  it('comes to an outcome of its own for each account, and to the end whatever one comes to', async () => {
    const ada = await world.signIn()
    const [plain = '', twice = ''] = listOrdinary(world, 2)
    for (const name of ['one', 'two']) {
      const [, , ...more] = listOrdinary(world, 4)
      const user = more[name === 'one' ? 0 : 1] ?? ''
      world.emulator.updateUser(user, { mail: 'shared@elsewhere.test' })
    }
    const users = [
      plain,
      'dana@contoso.test',
      'ola@contoso.test',
      'ada@contoso.test',
      'breakglass@contoso.test',
      'nobody@contoso.test',
      'shared@elsewhere.test',
      'not an address',
      twice,
      getId(twice),
      '00000000-0000-4000-8000-000000000000',
    ]
    const { batch, items } = await disable(ada, users)
    const seen = items.map(({ input, outcome, code }) => [input, outcome, code])
    expect(seen).toEqual([
      [plain, 'succeeded', null],
      ['dana@contoso.test', 'unchanged', null],
      ['ola@contoso.test', 'willBeReverted', 'synced_from_ad'],
      ['ada@contoso.test', 'refused', 'yourself'],
      ['breakglass@contoso.test', 'refused', 'protected'],
      ['nobody@contoso.test', 'notFound', null],
      ['shared@elsewhere.test', 'refused', 'ambiguous'],
      ['not an address', 'refused', 'not_understood'],
      [twice, 'succeeded', null],
      [getId(twice), 'unchanged', 'duplicate'],
      ['00000000-0000-4000-8000-000000000000', 'notFound', null],
    ])
    expect(batch.status).toBe('completed')
    expect(isEnabled(world, 'ada@contoso.test')).toBe(true)
    expect(isEnabled(world, 'breakglass@contoso.test')).toBe(true)
    expect(await listItemEvents(world, batch.id)).toHaveLength(users.length)
  })

  it('leaves the last enabled Global Administrator, of several in one batch too', async () => {
    world.emulator.updateUser('breakglass@contoso.test', { accountEnabled: false })
    // Who asks is one themselves, by an application role alone.
    const tom = await signInAsHelper(['privilegedAuthenticationAdministrator'])
    const { of } = await disable(tom, ['ada@contoso.test', 'gwen@contoso.test'])
    const outcomes = ['ada@contoso.test', 'gwen@contoso.test'].map((name) => of(name).code)
    expect(outcomes.toSorted()).toEqual(['last_administrator', null].toSorted())
    const enabled = ['ada@contoso.test', 'gwen@contoso.test'].filter((name) =>
      isEnabled(world, name),
    )
    expect(enabled).toHaveLength(1)
  })

  it('is refused by Graph where the directory role does not reach: it says so, and goes on', async () => {
    const [plain = ''] = listOrdinary(world, 1)
    const tom = await signInAsHelper(['userAdministrator'])
    const { of } = await disable(tom, ['gwen@contoso.test', plain])
    expect(of('gwen@contoso.test')).toMatchObject({
      outcome: 'refused',
      code: 'Authorization_RequestDenied',
      message: 'Your directory role does not allow this for this account.',
      after: null,
    })
    expect(of(plain).outcome).toBe('succeeded')
    expect(isEnabled(world, 'gwen@contoso.test')).toBe(true)
  })

  it('ends the sign-in sessions where asked to, and only there', async () => {
    const ada = await world.signIn()
    const [one = '', other = ''] = listOrdinary(world, 2)
    const readEnd = (name: string) => world.emulator.readUser(name)?.signInSessionsValidFromDateTime
    const before = [readEnd(one), readEnd(other)]
    await disable(ada, [one], { revokeSessions: true })
    await disable(ada, [other])
    expect(readEnd(one)).not.toBe(before[0])
    expect(readEnd(other)).toBe(before[1])
  })

  it('says so where the account was disabled and its sessions could not be ended', async () => {
    const ada = await world.signIn()
    const [one = ''] = listOrdinary(world, 1)
    world.emulator.addFault({
      match: `/v1.0/users/${getId(one)}/revokeSignInSessions`,
      kind: 'status',
      status: 403,
    })
    const { of } = await disable(ada, [one, 'ola@contoso.test'], { revokeSessions: true })
    expect(of(one)).toMatchObject({ outcome: 'succeeded', code: 'revoke_failed', after: false })
    expect(of('ola@contoso.test')).toMatchObject({
      outcome: 'willBeReverted',
      code: 'synced_from_ad',
    })
  })
})

it('enabling makes accounts usable again', async () => {
  const ada = await world.signIn()
  const { of } = await runBatch(ada, {
    action: 'enable',
    users: ['dana@contoso.test', 'tom@contoso.test'],
    reason: 'Back again',
  })
  expect(of('dana@contoso.test')).toMatchObject({
    outcome: 'succeeded',
    before: false,
    after: true,
  })
  expect(of('tom@contoso.test')).toMatchObject({ outcome: 'unchanged', after: null })
  expect(isEnabled(world, 'dana@contoso.test')).toBe(true)
})

it('a dry run says what would come of it, needs no reason, and changes nothing', async () => {
  const ada = await world.signIn()
  const before = world.emulator.listUsers()
  const users = ['tom@contoso.test', 'dana@contoso.test', 'ola@contoso.test', 'ada@contoso.test']
  const { items, batch } = await runBatch(ada, { action: 'disable', users, dryRun: true })
  const outcomes = items.map(({ outcome }) => outcome)
  expect(outcomes).toEqual(['succeeded', 'unchanged', 'willBeReverted', 'refused'])
  expect(items.every(({ after }) => after === null)).toBe(true)
  expect(world.emulator.listUsers()).toEqual(before)
  expect(await listItemEvents(world, batch.id)).toEqual([])
})

it('a dry run tells guests and who has a directory role; a query asks for no roles', async () => {
  const ada = await world.signIn()
  const users = ['uma@contoso.test', 'gil_fabrikam.test#EXT#@contoso.test']
  const dryRun = await runBatch(ada, { action: 'disable', users, dryRun: true })
  expect(dryRun.items).toMatchObject([
    { userType: 'Member', directoryRoles: ['User Administrator'] },
    { userType: 'Guest', directoryRoles: [] },
  ])
  const { items } = await runBatch(ada, { action: 'query', users })
  expect(items).toMatchObject([
    { userType: 'Member', directoryRoles: null },
    { userType: 'Guest', directoryRoles: null },
  ])
})

describe('a selection', () => {
  it('is everybody whom the list of people would show', async () => {
    const ada = await world.signIn()
    const { items } = (await ada.get('/api/users?search=Disabled')).json()
    const { batch } = await runBatch(ada, { action: 'query', selection: { search: 'Disabled' } })
    expect(batch.counts.total).toBe(items.length)
    expect(items.length).toBeGreaterThan(0)
  })

  it('by a filter holds those whom it fits', async () => {
    const ada = await world.signIn()
    const selection = { filter: ['accountEnabled:false'] }
    const filtered = await ada.get('/api/users?filter=accountEnabled:false&top=100')
    expect(filtered.statusCode, filtered.body).toBe(200)
    const { items } = await runBatch(ada, { action: 'query', selection })
    const names = items.map(({ userId }) => userId).toSorted()
    expect(names).toEqual(
      filtered
        .json()
        .items.map(({ id }: { id: string }) => id)
        .toSorted(),
    )
    expect(items.every(({ accountEnabled }) => accountEnabled === false)).toBe(true)
  })

  it('of nobody is refused', async () => {
    const ada = await world.signIn()
    const body = { action: 'query', selection: { search: 'xyzzyxyzzy' } }
    const reply = await ada.post('/api/user-batches', body)
    expect(reply.statusCode).toBe(400)
    expect(reply.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: '/selection' }],
    })
  })
})

it('a CSV file is taken as it is, with the rest in the query', async () => {
  const ada = await world.signIn()
  const rest = new URLSearchParams({ action: 'disable', reason: REASON, dryRun: 'true' })
  const reply = await world.app.inject({
    method: 'POST',
    url: `/api/user-batches?${rest}`,
    headers: {
      ...SAME_ORIGIN,
      host: 'localhost:3000',
      cookie: ada.sessionCookie(),
      'content-type': 'text/csv',
    },
    payload: '\ufeffName;Email\r\nTom;tom@contoso.test\r\nNobody;\r\nSara;sara@contoso.test\r\n',
  })
  expect(reply.statusCode, reply.body).toBe(202)
  const { items, batch } = await awaitEnd(ada, reply.json().id)
  expect(batch).toMatchObject({ action: 'disable', reason: REASON, dryRun: true })
  expect(items.map(({ userPrincipalName }) => userPrincipalName)).toEqual(
    expect.arrayContaining(['tom@contoso.test', 'sara@contoso.test']),
  )
})

it('a batch is listed, the newest first, and everyone of the organisation with the role sees it', async () => {
  const ada = await world.signIn()
  const first = await askForBatch(ada, { action: 'query', users: ['tom@contoso.test'] })
  await awaitEnd(ada, first.id)
  const second = await askForBatch(ada, { action: 'query', users: ['sara@contoso.test'] })
  const tom = await signInAsHelper(['userAdministrator'])
  const page = (await tom.get('/api/user-batches?top=1')).json()
  expect(page.items).toMatchObject([{ id: second.id, createdBy: { displayName: 'Ada Admin' } }])
  const next = (await tom.get(`/api/user-batches?top=1&cursor=${page.nextCursor}`)).json()
  expect(next.items).toMatchObject([{ id: first.id }])
})

/** Tom with a directory role, and the application role that lets him have batches run. */
async function signInAsHelper(
  directoryRoles: NonNullable<Parameters<World['emulator']['updateUser']>[1]['directoryRoles']>,
): Promise<Visitor> {
  world.emulator.updateUser('tom@contoso.test', { directoryRoles })
  const tom = await world.signIn('Tom Teacher')
  const grant = { role: 'Batches.Write', source: 'app_role', id: 'Batches.Write' }
  await world.context.store.db
    .updateTable('entra_identities')
    .set({ role_grants: JSON.stringify([grant]) })
    .where('object_id', '=', getId('tom@contoso.test'))
    .execute()
  return tom
}
