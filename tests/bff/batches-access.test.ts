import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  askForBatch,
  awaitEnd,
  clearBatches,
  isEnabled,
  listOrdinary,
  runBatch,
} from '../helpers/batches.ts'
import { SAME_ORIGIN } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

const QUERY = { action: 'query', users: ['tom@contoso.test'] }
const DISABLE = { action: 'disable', users: ['tom@contoso.test'], reason: 'Left' }
const FABRIKAM = 'fab21ca0-7e57-4000-8000-00000000c0de'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 40, env: { BATCH_MAX_ITEMS: '25' } })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => clearBatches(world))

const countBatches = async () =>
  (await world.context.store.db.selectFrom('batches').select('id').execute()).length
/** As if everybody had signed in that long ago. */
async function ageSignIns(minutes: number) {
  const authenticated_at = new Date(Date.now() - minutes * 60_000).toISOString()
  await world.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
}

describe('what is asked of a batch', () => {
  it.each([
    ['a change without a reason', { action: 'disable', users: ['x@y.test'] }, '/reason'],
    ['a reason of spaces', { action: 'enable', users: ['x@y.test'], reason: '  ' }, '/reason'],
    ['neither users nor a selection', { action: 'query' }, '/users'],
    ['users and a selection', { ...QUERY, selection: { search: 'a' } }, '/users'],
    [
      'sessions to be ended while enabling',
      { ...DISABLE, action: 'enable', revokeSessions: true },
      '/revokeSessions',
    ],
    [
      'more accounts than a batch may hold',
      { action: 'query', users: Array(26).fill('x@y.test') },
      '/users',
    ],
    ['a selection of more', { action: 'query', selection: {} }, '/selection'],
    ['what cannot be written down', { ...DISABLE, reason: 'a\u0000b' }, '/reason'],
    ['an account that cannot be written down', { ...QUERY, users: ['a\u0000b'] }, '/users'],
  ])('%s is refused, naming the field', async (_title, body, path) => {
    const ada = await world.signIn()
    const reply = await ada.post('/api/user-batches', body)
    expect(reply.statusCode, reply.body).toBe(400)
    expect(reply.json()).toMatchObject({ code: 'invalid_request', errors: [{ path }] })
    expect(await countBatches()).toBe(0)
  })

  it('as many as a batch may hold are taken', async () => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, { action: 'query', users: listOrdinary(world, 25) })
    expect(batch.counts.succeeded).toBe(25)
  })

  it.each(['AAAA', 'bm8gZGF0ZSBoZXJl', '----'])('the cursor %s is none of ours', async (cursor) => {
    const ada = await world.signIn()
    const reply = await ada.get(`/api/user-batches?cursor=${cursor}`)
    expect(reply.statusCode).toBe(400)
  })
})

describe('who may have batches run', () => {
  const routes = [
    ['POST', '/api/user-batches'],
    ['GET', '/api/user-batches'],
    ['GET', '/api/user-batches/x'],
    ['GET', '/api/user-batches/x/items'],
    ['GET', '/api/user-batches/x/events'],
    ['POST', '/api/user-batches/x/cancel'],
    ['POST', '/api/user-batches/x/resume'],
    ['POST', '/api/user-batches/x/retry'],
    ['POST', '/api/user-batches/x/undo'],
    ['GET', '/api/audit-events'],
  ] as const

  it.each(routes)('nobody without the role: %s %s is 403', async (method, path) => {
    const tom = await world.signIn('Tom Teacher')
    const reply =
      method === 'GET'
        ? await tom.get(path, { accept: path.endsWith('events') ? '*/*' : 'application/json' })
        : await tom.post(path, path.endsWith('batches') ? QUERY : undefined)
    expect(reply.statusCode, reply.body).toBe(403)
    expect(reply.json().code).toBe('forbidden')
  })

  it.each(routes)('nobody without a session: %s %s is 401', async (method, path) => {
    const visitor = world.visit()
    const reply = method === 'GET' ? await visitor.get(path) : await visitor.post(path, QUERY)
    expect(reply.statusCode).toBe(401)
  })

  it('a role that was taken away since the sign-in changes nothing any more', async () => {
    const ada = await world.signIn()
    world.emulator.updateUser('ada@contoso.test', { directoryRoles: [] })
    const reply = await ada.post('/api/user-batches', DISABLE)
    expect(reply.statusCode, reply.body).toBe(403)
    expect(reply.json().code).toBe('forbidden')
    expect(await countBatches()).toBe(0)
    expect(isEnabled(world, 'tom@contoso.test')).toBe(true)
  })

  it('a change needs a recent sign-in, looking does not', async () => {
    const ada = await world.signIn()
    await ageSignIns(16)
    const reply = await ada.post('/api/user-batches', DISABLE)
    expect(reply.statusCode).toBe(403)
    expect(reply.json()).toMatchObject({ code: 'step_up_required', signInUrl: expect.any(String) })
    expect(await countBatches()).toBe(0)
    await askForBatch(ada, QUERY)
    await askForBatch(ada, { ...DISABLE, dryRun: true })
    await ageSignIns(14)
    await askForBatch(ada, DISABLE)
  })

  it.each(['undo', 'retry'])('%s needs a recent sign-in as well', async (act) => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, DISABLE)
    await ageSignIns(16)
    const reply = await ada.post(`/api/user-batches/${batch.id}/${act}`)
    expect(reply.json()).toMatchObject({ code: 'step_up_required' })
  })

  it('consent that is missing is asked for at once, by name, and nothing is begun', async () => {
    const ada = await world.signIn()
    world.emulator.withdrawConsent({ permissions: ['User.EnableDisableAccount.All'] })
    const reply = await ada.post('/api/user-batches', DISABLE)
    expect(reply.statusCode, reply.body).toBe(403)
    expect(reply.json()).toMatchObject({
      code: 'consent_required',
      scopes: expect.arrayContaining(['User.EnableDisableAccount.All']),
      signInUrl: expect.any(String),
    })
    expect(await countBatches()).toBe(0)
    await askForBatch(ada, QUERY)
  })

  it('another organisation’s batch is not there, whatever is asked of it', async () => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, DISABLE)
    await world.context.store.db.updateTable('batches').set({ tenant_id: FABRIKAM }).execute()
    const at = `/api/user-batches/${batch.id}`
    for (const path of [at, `${at}/items`]) expect((await ada.get(path)).statusCode).toBe(404)
    expect((await ada.get(`${at}/events`, { accept: 'text/event-stream' })).statusCode).toBe(404)
    for (const act of ['cancel', 'resume', 'retry', 'undo']) {
      expect((await ada.post(`${at}/${act}`)).statusCode).toBe(404)
    }
    expect((await ada.get('/api/user-batches')).json().items).toEqual([])
  })

  it('another person than the one who asked does not let it go on as them', async () => {
    const ada = await world.signIn()
    const { id } = await askForBatch(ada, QUERY)
    world.emulator.updateUser('tom@contoso.test', { directoryRoles: ['globalAdministrator'] })
    const tom = await world.signIn('Tom Teacher')
    const reply = await tom.post(`/api/user-batches/${id}/resume`)
    expect(reply.statusCode).toBe(403)
  })
})

describe('Idempotency-Key', () => {
  it('with the same request answers the same batch, however often and however close', async () => {
    const ada = await world.signIn()
    const headers = { 'idempotency-key': randomUUID() }
    const first = await askForBatch(ada, DISABLE, headers)
    const batches = await Promise.all(
      Array.from({ length: 10 }, () => askForBatch(ada, DISABLE, headers)),
    )
    expect(new Set(batches.map(({ id }) => id))).toEqual(new Set([first.id]))
    expect(await countBatches()).toBe(1)
  })

  it('that comes ten times at once for the first time makes one batch', async () => {
    const ada = await world.signIn()
    const headers = { 'idempotency-key': randomUUID() }
    await Promise.all(Array.from({ length: 10 }, () => askForBatch(ada, DISABLE, headers)))
    expect(await countBatches()).toBe(1)
  })

  it('with another request is a conflict', async () => {
    const ada = await world.signIn()
    const headers = { ...SAME_ORIGIN, 'idempotency-key': randomUUID() }
    await ada.post('/api/user-batches', QUERY, headers)
    const reply = await ada.post('/api/user-batches', DISABLE, headers)
    expect(reply.statusCode).toBe(409)
    expect(await countBatches()).toBe(1)
  })

  it('is the caller’s own, and forgotten after a day', async () => {
    const ada = await world.signIn()
    const headers = { 'idempotency-key': 'mine' }
    const first = await askForBatch(ada, QUERY, headers)
    world.emulator.updateUser('tom@contoso.test', { directoryRoles: ['globalAdministrator'] })
    const tom = await world.signIn('Tom Teacher')
    expect((await askForBatch(tom, QUERY, headers)).id).not.toBe(first.id)
    await world.context.store.db
      .updateTable('idempotency_keys')
      .set({ expires_at: new Date(Date.now() - 1).toISOString() })
      .execute()
    expect((await askForBatch(ada, QUERY, headers)).id).not.toBe(first.id)
  })
})

describe('the session of who watches', () => {
  it('is not extended by looking at batches', async () => {
    const ada = await world.signIn()
    const { batch } = await runBatch(ada, QUERY)
    const { db } = world.context.store
    const last_seen_at = new Date(Date.now() - 10 * 60_000).toISOString()
    await db.updateTable('sessions').set({ last_seen_at }).execute()
    const at = `/api/user-batches/${batch.id}`
    for (const path of ['/api/user-batches', at, `${at}/items`]) {
      expect((await ada.get(path)).statusCode).toBe(200)
    }
    await ada.get(`${at}/events`, { accept: 'text/event-stream' })
    const seen = await db.selectFrom('sessions').select('last_seen_at').execute()
    expect(new Set(seen.map((row) => row.last_seen_at))).toEqual(new Set([last_seen_at]))
    await ada.get('/api/me')
    const used = await db.selectFrom('sessions').select('last_seen_at').execute()
    expect(used.map((row) => row.last_seen_at)).not.toEqual([last_seen_at])
  })
})

it('a batch keeps its token sealed, and no longer than it runs', async () => {
  const ada = await world.signIn()
  world.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 300 })
  const { id } = await askForBatch(ada, DISABLE)
  const { db } = world.context.store
  const [token] = await db.selectFrom('batch_tokens').selectAll().execute()
  expect(token?.batch_id).toBe(id)
  expect(token?.sealed).toMatch(/^[\w.-]+$/)
  await awaitEnd(ada, id)
  expect(await db.selectFrom('batch_tokens').selectAll().execute()).toEqual([])
})

it('no reply about a batch holds a token', async () => {
  const ada = await world.signIn()
  const { batch } = await runBatch(ada, {
    ...DISABLE,
    users: ['tom@contoso.test', 'ola@contoso.test'],
  })
  const at = `/api/user-batches/${batch.id}`
  const replies = [
    await ada.post('/api/user-batches', QUERY),
    await ada.get(at),
    await ada.get(`${at}/items`),
    await ada.get(`${at}/items`, { accept: 'text/csv' }),
    await ada.get(`${at}/events`, { accept: 'text/event-stream' }),
    await ada.get('/api/audit-events'),
    await ada.post(`${at}/undo`),
  ]
  for (const { body, statusCode } of replies) {
    expect(statusCode).toBeLessThan(300)
    // A JWT, the tenant's own refresh token, a sealed value.
    expect(body).not.toMatch(/eyJ[\w-]+\.|refresh|sealed|Bearer/i)
    expect(body.length).toBeGreaterThan(10)
  }
  const kept = await world.context.store.db.selectFrom('audit_events').select('body').execute()
  expect(kept.map(({ body }) => body).join()).not.toMatch(/eyJ[\w-]+\.|Bearer/)
})
