import { request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { runBatch } from '../helpers/batches.ts'
import { type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import { type Reply, replies, replyWith } from '../helpers/lying-provider.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { APP_ORIGIN } from '../helpers/world.ts'

const REASON = { 'x-reason': 'A colleague has left' }
const EMPTY = { value: [], '@odata.count': 0 }
/** What `packages/graph/src/graph-guard.ts` says. */
const AT_ONCE = 64
const LONGEST_REST_MS = 10_000
const BREAKER = 'vestibule_graph_breaker_open{service="directory"}'

let world: ProxiedWorld
let ada: Visitor
/** Calls of Graph since the last fault. */
let calls: string[] = []

beforeAll(async () => {
  world = await startProxiedWorld()
  ada = await world.signIn()
})
afterAll(() => world?.[Symbol.asyncDispose]())
beforeEach(() => answer(undefined))
afterEach(() => void vi.useRealTimers())

/** From now on Graph answers like this, where the path is one of these; undefined for as it should. */
function answer(reply: Reply | undefined, where = /./): void {
  calls = []
  world.proxy.meddle({
    onCall(path) {
      calls.push(path)
      return where.test(path) ? reply : undefined
    },
  })
}

const readMany = (count: number, path: string) =>
  Promise.all(Array.from({ length: count }, () => ada.get(path, REASON)))
const PEOPLE = '/api/users?top=1'

/** Asks over a connection that can be broken. */
async function openSocket(path: string) {
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as AddressInfo
  const headers = { host: new URL(APP_ORIGIN).host, cookie: ada.sessionCookie(), ...REASON }
  const asking = request({ port, path, headers }).on('error', () => {})
  asking.end()
  const countConnections = promisify(world.app.server.getConnections.bind(world.app.server))
  return {
    async leave() {
      asking.destroy()
      await expect.poll(() => countConnections()).toBe(0)
    },
  }
}

const readMetrics = () => world.context.metrics.registry.metrics()

describe('a Graph that fails twenty calls in a row', () => {
  it('is left alone, asked by one call at a time, and by all at the first that it answers', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const patienceMs = world.context.graph.timeoutMs
    world.context.graph.timeoutMs = 300
    answer(replies.hang, /users\?/)
    const hung = await readMany(25, PEOPLE)
    expect(hung.map((reply) => reply.json().code)).toEqual(Array(25).fill('upstream_timeout'))
    world.context.graph.timeoutMs = patienceMs
    expect(await readMetrics()).toContain(`${BREAKER} 1`)

    // However many ask, and however often: nothing hangs, and nothing of it reaches Graph.
    const begin = performance.now()
    const told = await readMany(40, PEOPLE)
    for (const reply of told) {
      expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
      expect(Number(reply.headers['retry-after'])).toBeGreaterThanOrEqual(5)
      expect(Number(reply.headers['retry-after'])).toBeLessThanOrEqual(10)
    }
    const others = await Promise.all([ada.get('/api/me'), world.visit().get('/livez')])
    expect(others.map(({ statusCode }) => statusCode)).toEqual([200, 200])
    expect((await world.signIn('Tom Teacher')).sessionCookie()).toBeDefined()
    expect(performance.now() - begin).toBeLessThan(2000)
    expect(calls.filter((path) => path.includes('/users?'))).toHaveLength(25)

    // Up and down: one call for each rest.
    for (let round = 1; round <= 3; round += 1) {
      vi.advanceTimersByTime(LONGEST_REST_MS)
      answer(replies.cut)
      const codes = (await readMany(20, PEOPLE)).map((reply) => reply.json().code)
      expect(codes).toEqual(Array(20).fill('upstream_unavailable'))
      expect(calls).toHaveLength(1)
    }

    answer(undefined)
    vi.advanceTimersByTime(LONGEST_REST_MS)
    expect((await ada.get(PEOPLE)).statusCode).toBe(200)
    const after = await readMany(20, PEOPLE)
    expect(after.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200))
    expect(await readMetrics()).toContain(`${BREAKER} 0`)
  })

  it('is asked all the same by batches, and for what another service has', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    answer(replies.cut, /\/users\?/)
    await readMany(20, PEOPLE)
    expect((await ada.get(PEOPLE)).headers).toHaveProperty('retry-after')
    const { batch } = await runBatch(ada, { action: 'query', users: ['tom@contoso.test'] })
    expect(batch.counts).toMatchObject({ total: 1, succeeded: 1 })
    expect((await ada.get('/api/me/photo')).statusCode).toBeLessThan(500)
    expect(calls.at(-1)).toContain('/photos/')
    answer(undefined)
    vi.advanceTimersByTime(LONGEST_REST_MS)
    expect((await ada.get(PEOPLE)).statusCode).toBe(200)
  })
})

describe('while Graph is slow', () => {
  const held: ServerResponse[] = []
  const hold: Reply = (reply) => void held.push(reply)
  const release = () => held.splice(0).map(replyWith(200, EMPTY))

  it('so many calls wait for it and no more, and who asks nothing of it notices nothing', async () => {
    answer(hold)
    const waiting = readMany(AT_ONCE + 6, PEOPLE)
    await expect.poll(() => held.length).toBe(AT_ONCE)
    const others = await Promise.all([
      ada.get('/api/me'),
      ada.get('/api/sessions'),
      world.visit().open('/auth/login'),
      world.visit().get('/livez'),
    ])
    expect(others.map(({ statusCode }) => statusCode)).toEqual([200, 200, 302, 200])
    expect(calls).toHaveLength(AT_ONCE)
    release()
    await expect.poll(() => held.length).toBe(6)
    release()
    const came = (await waiting).map(({ statusCode }) => statusCode)
    expect(came).toEqual(Array(AT_ONCE + 6).fill(200))
  })

  it('a mailbox is read by four calls at once, others have their own, and who leaves gives up their turn', async () => {
    const toMail = (owner: string) => `/api/users/${owner}@contoso.test/messages`
    const { id } = world.emulator.readUser('tom@contoso.test') ?? {}
    const ofTom = () => calls.filter((path) => path.includes(`/users/${id}/messages`)).length
    answer(hold, /\/messages/)
    const waiting = readMany(9, toMail('tom'))
    await expect.poll(ofTom).toBe(4)
    const asked = () => calls.filter((path) => path.includes('/users/tom')).length
    const leaving = await openSocket(toMail('tom'))
    await expect.poll(asked).toBe(10)
    const other = ada.get(toMail('sara'), REASON)
    await expect.poll(() => held.length).toBe(5)
    expect(ofTom()).toBe(4)
    await leaving.leave()
    answer(undefined)
    calls = []
    release()
    const came = [...(await waiting), await other].map(({ statusCode }) => statusCode)
    expect(came).toEqual(Array(10).fill(200))
    expect(ofTom()).toBe(5)
  })
})
