import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Visitor } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld({ users: 0 })
})
afterAll(() => world[Symbol.asyncDispose]())
beforeEach(() => world.emulator.reset())

const GRAVE = '/api/sessions?scope=others'

/** The random half of the cookie. */
function readSecret(visitor: Visitor): string {
  const [, value = ''] = visitor.sessionCookie().split('=')
  return decodeURIComponent(value).split('.')[0] ?? ''
}

describe('a step-up', () => {
  /** Somebody whose sign-in is too old for what is grave, and the address that mends it. */
  async function needStepUp() {
    const visitor = await world.signIn('Tom Teacher')
    const authenticated_at = new Date(Date.now() - 16 * 60_000).toISOString()
    await world.context.store.db.updateTable('sessions').set({ authenticated_at }).execute()
    const { signInUrl } = (await visitor.delete(GRAVE)).json()
    return { visitor, signInUrl }
  }

  it('gives a new session id, and the one before is dead', async () => {
    const { visitor, signInUrl } = await needStepUp()
    const before = visitor.sessionCookie()
    const secretBefore = readSecret(visitor)
    await visitor.open(await visitor.reachCallback('Tom Teacher', signInUrl))
    expect(readSecret(visitor)).toMatch(/^[\w-]{32}$/)
    expect(readSecret(visitor)).not.toBe(secretBefore)
    const copied = world.visit()
    for (const path of ['/api/me', '/api/token-claims', '/api/sessions']) {
      expect((await copied.get(path, { cookie: before })).statusCode).toBe(401)
    }
    expect((await visitor.delete(GRAVE)).statusCode).toBe(204)
  })

  it('leaves no token of the session before', async () => {
    const { visitor, signInUrl } = await needStepUp()
    await visitor.open(await visitor.reachCallback('Tom Teacher', signInUrl))
    const left = await world.context.store.db
      .selectFrom('session_tokens')
      .innerJoin('sessions', 'sessions.id', 'session_id')
      .select('kind')
      .where('ended_at', 'is not', null)
      .execute()
    expect(left).toEqual([])
  })

  it('that fails leaves the session before as it was, under its own id', async () => {
    const { visitor, signInUrl } = await needStepUp()
    const before = visitor.sessionCookie()
    const callback = await visitor.reachCallback('Tom Teacher', signInUrl)
    world.emulator.addFault({ match: 'token', kind: 'status' })
    await visitor.open(callback)
    world.emulator.clearFaults()
    expect(visitor.sessionCookie()).toBe(before)
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
    expect((await visitor.delete(GRAVE)).json()).toMatchObject({ code: 'step_up_required' })
  })
})

describe('session ids', () => {
  // The very generator of the plugin: ten thousand sign-ins would take minutes.
  const requireOfServer = createRequire(join(import.meta.dirname, '../../../apps/bff/package.json'))
  const createGenerator: () => () => string = requireOfServer('@fastify/session/lib/idGenerator.js')

  it('of the generator in use have 192 random bits: ten thousand differ, and in every byte', () => {
    const generate = createGenerator()
    const ids = Array.from({ length: 10_000 }, generate)
    expect(new Set(ids).size).toBe(10_000)
    const bytes = ids.map((id) => Buffer.from(id, 'base64url'))
    expect(new Set(bytes.map(({ length }) => length))).toEqual(new Set([24]))
    for (let at = 0; at < 24; at += 1) {
      expect(new Set(bytes.map((id) => id[at])).size).toBe(256)
    }
  })

  it('of twenty sign-ins are of that form, and differ from the first characters on', async () => {
    const visitors = await Promise.all(Array.from({ length: 20 }, () => world.signIn('Ada Admin')))
    const secrets = visitors.map(readSecret)
    expect(new Set(secrets).size).toBe(20)
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{32}$/)
    expect(new Set(secrets.map((secret) => secret.slice(0, 8))).size).toBe(20)
  })

  it('are the server’s to give: one that a browser brings is never taken over', async () => {
    const visitor = world.visit()
    const brought = `${createGenerator()()}.${'A'.repeat(43)}`
    visitor.cookies.set('vestibule-3000', brought)
    await visitor.signIn('Ada Admin')
    expect(readSecret(visitor)).not.toBe(brought.split('.')[0])
    expect((await visitor.get('/api/me')).statusCode).toBe(200)
  })
})
