import { PROBLEMS } from '@vestibule/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { isEnabled, listItemEvents, listOrdinary, runBatch } from '../helpers/batches.ts'
import { type ProxiedWorld, startProxiedWorld } from '../helpers/graph-proxy.ts'
import { type Reply, replies, replyWith } from '../helpers/lying-provider.ts'
import type { Visitor } from '../helpers/visitor.ts'
import { startWorld } from '../helpers/world.ts'

/** As long as a test likes to wait for a Graph that hangs. */
const TIMEOUT_MS = 600
const MEGABYTE = 1024 * 1024
const REASON = { 'x-reason': 'A colleague has left' }
/** What Graph says of its inside, which is nobody's business. */
const INSIDE = 'graph-inside-7.internal'
const refusal = (code: string) => ({ error: { code, message: `${INSIDE} says no.` } })

let world: ProxiedWorld
let ada: Visitor
/** One read of each kind: lists, a person, what is around them, files, mail. */
let reads: string[]
let patienceMs: number
/** Calls of Graph since the last fault, and how they are answered. */
let calls: string[] = []

beforeAll(async () => {
  world = await startProxiedWorld()
  ada = await world.signIn()
  patienceMs = world.context.graph.timeoutMs
  const groups = await ada.get('/api/groups?search=Chess')
  expect(groups.statusCode, groups.body).toBe(200)
  const { items } = groups.json()
  const { items: messages } = (await read('/api/users/tom@contoso.test/messages')).json()
  reads = [
    '/api/users?top=1',
    '/api/users/tom@contoso.test',
    '/api/users/tom@contoso.test/memberships',
    '/api/groups?top=1',
    `/api/groups/${items[0].id}`,
    `/api/groups/${items[0].id}/members`,
    `/api/groups/${items[0].id}/documents`,
    `/api/groups/${items[0].id}/conversations`,
    '/api/users/tom@contoso.test/messages',
    `/api/users/tom@contoso.test/messages/${messages[0].id}`,
  ]
})
afterAll(() => world?.[Symbol.asyncDispose]())
beforeEach(() => {
  world.emulator.clearFaults()
  mend()
})

const read = (path: string) => ada.get(path, REASON)

/** From now on Graph answers like this, where the path is one of these. */
function answer(reply: Reply, where = /./): void {
  calls = []
  world.context.graph.timeoutMs = reply === replies.hang ? TIMEOUT_MS : patienceMs
  world.proxy.meddle({
    onCall(path) {
      calls.push(path)
      return where.test(path) ? reply : undefined
    },
  })
}

/** Graph is as it should be. */
function mend(): void {
  answer(() => {}, /^$/)
}

const redirect: Reply = (reply) =>
  reply.writeHead(302, { location: 'http://127.0.0.1:9/v1.0/users' }).end()

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString()
const throttle = (after?: string) =>
  replyWith(429, refusal('TooManyRequests'), after === undefined ? {} : { 'retry-after': after })

describe('a read, of whatever it is, whose Graph', () => {
  it.each<[string, Reply, keyof typeof PROBLEMS]>([
    ['hangs', replies.hang, 'upstream_timeout'],
    ['cuts the line', replies.cut, 'upstream_unavailable'],
    ['cuts the line inside the answer', replies.cutInside, 'upstream_unavailable'],
    ['answers 500', replyWith(500, refusal('InternalServerError')), 'upstream_unavailable'],
    ['answers 502', replyWith(502, refusal('BadGateway')), 'upstream_unavailable'],
    ['answers 503', replyWith(503, refusal('ServiceUnavailable')), 'upstream_unavailable'],
    ['answers 504', replyWith(504, refusal('GatewayTimeout')), 'upstream_unavailable'],
    ['answers 507', replyWith(507, refusal('InsufficientStorage')), 'upstream_unavailable'],
    ['answers with a page', replies.page, 'upstream_unavailable'],
    ['answers a page and calls it JSON', replies.mislabelled, 'upstream_unavailable'],
    ['answers half', replies.truncated, 'upstream_unavailable'],
    ['answers nothing', (reply) => reply.writeHead(204).end(), 'upstream_unavailable'],
    ['answers an empty object', replyWith(200, {}), 'upstream_unavailable'],
    ['answers with what is no list', replyWith(200, { value: {} }), 'upstream_unavailable'],
    ['leads to another place', redirect, 'upstream_unavailable'],
    ['asks to wait for half a minute', throttle('30'), 'upstream_throttled'],
    ['refuses, and says no more', replyWith(403, refusal('Denied')), 'forbidden'],
  ])('%s is told so, keeps the session, and works again at once', async (_case, reply, code) => {
    answer(reply)
    const cookie = ada.sessionCookie()
    const [told, me] = await Promise.all([Promise.all(reads.map(read)), ada.get('/api/me')])
    for (const [index, reply] of told.entries()) {
      const { code: given, status, title, detail } = reply.json()
      expect([reads[index], given], reply.body).toEqual([reads[index], code])
      expect(reply.statusCode).toBe(PROBLEMS[code].status)
      expect({ status, title }).toEqual({ status: reply.statusCode, title: PROBLEMS[code].title })
      expect(detail).toMatch(/\.$/)
      expect(reply.headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(reply.json().requestId).toBe(reply.headers['x-request-id'])
      expect(reply.headers).not.toHaveProperty('set-cookie')
      expect(JSON.stringify(reply.headers) + reply.body).not.toMatch(
        new RegExp(`eyJ|${INSIDE}|${new URL(world.proxy.url).host}|\\bat \\S+:\\d+`),
      )
    }
    expect([me.statusCode, ada.sessionCookie()]).toEqual([200, cookie])
    mend()
    const after = await Promise.all(reads.map(read))
    expect(after.map(({ statusCode }) => statusCode)).toEqual(Array(reads.length).fill(200))
  })

  it.each<[string, string | undefined, number]>([
    ['seconds', '600', 600],
    ['parts of a second, of which none is lost', '5.128', 6],
    ['a date', 'date', 90],
    ['nothing', undefined, 10],
    ['no number', 'soon', 10],
  ])('is throttled names the time to wait, from %s', async (_case, after, seconds) => {
    answer(throttle(after === 'date' ? inSeconds(90) : after), /\/users\?/)
    const reply = await read('/api/users?top=1')
    expect(reply.json()).toMatchObject({ code: 'upstream_throttled' })
    const { retryAfterSeconds } = reply.json()
    expect(reply.headers['retry-after']).toBe(String(retryAfterSeconds))
    expect(retryAfterSeconds).toBeGreaterThanOrEqual(seconds - 2)
    expect(retryAfterSeconds).toBeLessThanOrEqual(seconds)
    // Whoever was told to wait does not ask again meanwhile.
    expect(calls.length).toBe(after === undefined ? 2 : 1)
  })

  it('is busy is asked once more, and whose answer is no answer is not', async () => {
    for (const [reply, times] of [
      [replyWith(503, refusal('ServiceUnavailable')), 2],
      [replyWith(500, refusal('InternalServerError')), 1],
      [replies.cut, 1],
      [replies.page, 1],
    ] as const) {
      answer(reply)
      expect((await read('/api/users?top=1')).statusCode).toBe(502)
      expect(calls).toHaveLength(times)
    }
  })

  it('sends an answer without end is cut off after some megabytes', async () => {
    let sent = 0
    const chunk = Buffer.alloc(MEGABYTE, ' ')
    answer((reply) => {
      reply.writeHead(200, { 'content-type': 'application/json' })
      const send = () => {
        while (!reply.destroyed) {
          sent += 1
          if (!reply.write(chunk)) return reply.once('drain', send)
        }
        return undefined
      }
      send()
    })
    const reply = await read('/api/users?top=1')
    expect(reply.json()).toMatchObject({ code: 'upstream_unavailable' })
    // What the system keeps on the way between the two comes on top of the sixteen that are read.
    expect(sent).toBeLessThan(40)
  })

  it('cannot be reached at all is told so, to somebody who could sign in all the same', async () => {
    await using alone = await startWorld({
      users: 0,
      env: { GRAPH_BASE_URL: 'http://127.0.0.1:9' },
    })
    const visitor = await alone.signIn('Tom Teacher')
    expect((await visitor.get('/api/users')).json()).toMatchObject({ code: 'upstream_unavailable' })
    expect((await visitor.get('/api/me')).json()).toMatchObject({ displayName: 'Tom Teacher' })
  })

  it('comes and goes is as good as its last answer, where few fail in a row', async () => {
    for (let round = 0; round < 5; round += 1) {
      answer(replies.cut)
      expect((await read('/api/groups?top=1')).statusCode).toBe(502)
      mend()
      expect((await read('/api/groups?top=1')).statusCode).toBe(200)
    }
  })

  it('has a clock of its own is believed all the same, and no token is renewed for it', async () => {
    const before = world.emulator.requests().length
    for (const minutes of [-10, 10]) {
      answer(replyWith(200, { value: [], '@odata.count': 0 }, { date: inSeconds(minutes * 60) }))
      expect((await read('/api/users?top=1')).statusCode).toBe(200)
    }
    expect(world.emulator.requests()).toHaveLength(before)
  })

  it('does not know any more what it listed says that it is not there', async () => {
    answer(replyWith(404, refusal('Request_ResourceNotFound')))
    const replies = await Promise.all(reads.filter((path) => !path.includes('?')).map(read))
    for (const { statusCode, body } of replies) {
      expect(statusCode, body).toBe(404)
      expect(body).not.toContain(INSIDE)
    }
  })
})

it('a batch whose calls hang comes to its end, and each account is changed and entered once', async () => {
  await using other = await startWorld({ users: 60, skipWaits: true })
  const visitor = await other.signIn()
  const users = listOrdinary(other, 20)
  other.context.graph.timeoutMs = 2 * TIMEOUT_MS
  // What is late is done all the same, when nobody waits for it any more.
  other.emulator.addFault({ match: 'batch', kind: 'delay', delayMs: 3 * TIMEOUT_MS, times: 2 })
  const { batch } = await runBatch(visitor, { action: 'disable', users, reason: 'Left' })
  expect(batch.counts).toMatchObject({ total: 20, succeeded: 20 })
  expect(users.filter((name) => isEnabled(other, name))).toEqual([])
  expect(await listItemEvents(other, batch.id)).toHaveLength(20)
})

it('where Microsoft takes the application’s certificate no more, mail alone is closed', async () => {
  await using other = await startWorld()
  const visitor = await other.signIn()
  expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
  other.emulator.addFault({ match: 'token', kind: 'status', code: 700027 })
  const mail = await visitor.get('/api/users/tom@contoso.test/messages', REASON)
  expect(mail.json()).toMatchObject({ code: 'app_credential_refused' })
  for (const path of ['/api/me', '/api/users?top=1', '/api/sessions']) {
    expect((await visitor.get(path)).statusCode, path).toBe(200)
  }
  other.emulator.clearFaults()
  const again = await visitor.get('/api/users/tom@contoso.test/messages', REASON)
  expect(again.statusCode, again.body).toBe(200)
})
