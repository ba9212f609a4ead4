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
  'delegated User.EnableDisableAccount.All': 'passed',
  'delegated User.RevokeSessions.All': 'passed',
  'delegated RoleManagement.Read.Directory': 'passed',
  'application User.Read.All': 'passed',
  'application Organization.Read.All': 'passed',
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
      // Graph wants the one above beside it.
      'delegated User.EnableDisableAccount.All': 'missing',
      'application User.Read.All': 'missing',
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

describe('a permission that is taken away', () => {
  it('is told by the feature that needs it, and takes no other along', async () => {
    const visitor = await world.signIn()
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    world.emulator.withdrawConsent({ permissions: ['User.Read.All'] })
    await visitor.get('/api/setup')
    const refused = await visitor.get('/api/users?top=1')
    expect(refused.statusCode).toBe(403)
    expect(refused.json()).toMatchObject({ code: 'consent_required', scopes: ['User.Read.All'] })
    expect((await visitor.get('/api/me/photo')).statusCode).toBe(200)
  })
})
