import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld, type World } from '../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => {
  world.emulator.clearFaults()
  world.emulator.reset()
})

/** Each permission with what its probe came to. */
async function readProbes(visitor: Visitor): Promise<Record<string, string>> {
  const reply = await visitor.get('/api/setup')
  expect(reply.statusCode, reply.body).toBe(200)
  const permissions: { kind: string; name: string; probe: { outcome: string } }[] = reply
    .json()
    .features.flatMap(({ permissions }: { permissions: unknown[] }) => permissions)
  return Object.fromEntries(
    permissions.map(({ kind, name, probe }) => [`${kind} ${name}`, probe.outcome]),
  )
}

const ALL_PASSED = {
  'delegated User.Read': 'passed',
  'delegated User.Read.All': 'passed',
  'delegated AuditLog.Read.All': 'passed',
  'delegated User.EnableDisableAccount.All': 'passed',
  'delegated User.RevokeSessions.All': 'passed',
  'delegated RoleManagement.Read.Directory': 'passed',
  'delegated Group.Read.All': 'passed',
  'delegated Files.Read.All': 'passed',
  'delegated Group-Conversation.Read.All': 'passed',
  'application Mail.Read': 'passed',
  'application User.Read.All': 'passed',
  'application Group.Read.All': 'passed',
  'application Organization.Read.All': 'passed',
  'application User.EnableDisableAccount.All': 'passed',
  'application User.RevokeSessions.All': 'passed',
  'application RoleManagement.Read.Directory': 'passed',
}

describe('GET /api/setup', () => {
  it('is for administrators alone', async () => {
    for (const name of ['Max Member', 'Tom Teacher']) {
      const reply = await (await world.signIn(name)).get('/api/setup')
      expect(reply.statusCode).toBe(403)
      expect(reply.json()).toMatchObject({ code: 'forbidden' })
    }
  })

  it('proves each permission by a call, and says when', async () => {
    const visitor = await world.signIn()
    expect(await readProbes(visitor)).toEqual(ALL_PASSED)
    const { features, checkedAt } = (await visitor.get('/api/setup')).json()
    expect(features[0].permissions[0]).toMatchObject({
      name: 'User.Read',
      asked: 'sign_in',
      isConsented: true,
      provenAt: features[0].permissions[0].probe.at,
    })
    expect(Date.parse(checkedAt)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('holds no token and no key', async () => {
    const { body } = await (await world.signIn()).get('/api/setup')
    expect(body).not.toMatch(/eyJ|PRIVATE|secret-/)
  })

  it('shows what is taken away in the tenant, and keeps when it was last proved', async () => {
    const visitor = await world.signIn()
    await readProbes(visitor)
    // Microsoft lets the greater permission stand for the smaller one.
    const permissions = ['User.Read.All', 'Organization.Read.All', 'Directory.Read.All']
    world.emulator.withdrawConsent({ permissions })
    expect(await readProbes(visitor)).toEqual({
      ...ALL_PASSED,
      'delegated User.Read.All': 'missing',
      // Graph wants the one above beside these.
      'delegated AuditLog.Read.All': 'missing',
      'delegated User.EnableDisableAccount.All': 'missing',
      'application User.Read.All': 'missing',
      'application User.EnableDisableAccount.All': 'missing',
      'application Organization.Read.All': 'missing',
    })
    const { features } = (await visitor.get('/api/setup')).json()
    expect(features[1].permissions[0]).toMatchObject({
      isConsented: false,
      provenAt: expect.any(String),
    })
  })

  it('does not call a permission missing because Graph is down', async () => {
    const visitor = await world.signIn()
    world.emulator.addFault({ match: 'users', kind: 'status', status: 503 })
    expect(await readProbes(visitor)).toMatchObject({
      'delegated User.Read.All': 'unavailable',
      'application User.Read.All': 'unavailable',
      'application Organization.Read.All': 'passed',
    })
  })
})

describe('what has to be right besides permissions', () => {
  it('is tried as well, and passes', async () => {
    const { checks } = (await (await world.signIn()).get('/api/setup')).json()
    expect(checks).toEqual(
      ['authority', 'clock', 'credential', 'redirect_uris', 'database', 'proxy'].map((id) => ({
        id,
        outcome: 'passed',
        reason: null,
        subject: null,
      })),
    )
  })

  it('is told with what it is about: a clock that is off', async () => {
    await using late = await startWorld()
    const visitor = await late.signIn()
    late.passTime(2)
    const { checks } = (await visitor.get('/api/setup')).json()
    expect(checks[1]).toEqual({
      id: 'clock',
      outcome: 'failed',
      reason: 'clock_differs',
      subject: expect.stringMatching(/^1[12]\d$/),
    })
  })

  it('is not called wrong when nobody answers', async () => {
    const visitor = await world.signIn()
    world.emulator.addFault({ match: 'discovery', kind: 'reset' })
    const { checks } = (await visitor.get('/api/setup')).json()
    const unavailable = { outcome: 'unavailable', reason: 'authority_unreachable' }
    expect(checks.slice(0, 2)).toEqual([
      expect.objectContaining({ id: 'authority', ...unavailable }),
      expect.objectContaining({ id: 'clock', ...unavailable }),
    ])
  })
})

describe('a part that was not chosen', () => {
  it('has no route, and is asked no permission for', async () => {
    await using small = await startWorld({ env: { FEATURES: 'users, directory' } })
    const visitor = await small.signIn()
    expect(Object.keys(await readProbes(visitor)).toSorted()).toEqual([
      'application Group.Read.All',
      'application Organization.Read.All',
      'application User.Read.All',
      'delegated User.Read',
      'delegated User.Read.All',
    ])
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    for (const path of [
      '/api/user-batches',
      '/api/groups',
      `/api/users/${small.emulator.people[0]?.id}/messages`,
    ]) {
      const reply = await visitor.get(path)
      expect(reply.statusCode).toBe(404)
      expect(reply.json()).toMatchObject({ code: 'not_found' })
    }
  })
})

describe('a permission that is taken away', () => {
  it('is told by the feature that needs it, and takes no other along', async () => {
    const visitor = await world.signIn()
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    // With the basic permission, names and addresses would still be listed.
    const permissions = ['User.Read.All', 'User.ReadBasic.All']
    world.emulator.withdrawConsent({ permissions })
    await visitor.get('/api/setup')
    const refused = await visitor.get('/api/users?top=1')
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'consent_required', scopes: ['User.Read.All'] })
    expect((await visitor.get('/api/me/photo')).statusCode).toBe(200)
  })
})
