import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type LoggingServer, startLoggingServer } from '../../helpers/logging-server.ts'
import {
  createSigningKey,
  type Lie,
  type LyingWorld,
  replies,
  replyWith,
  startLyingWorld,
} from '../../helpers/lying-provider.ts'
import { createBrowser } from '../../helpers/sign-in-driver.ts'

const ESCAPE = '\u001b'

let lying: LyingWorld
let server: LoggingServer
beforeAll(async () => {
  lying = await startLyingWorld()
  server = await startLoggingServer(lying.world.env)
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await lying?.[Symbol.asyncDispose]()
})
beforeEach(() => lying.provider.lie({}))

/** The log of the server so far, once it holds a line with this text. */
async function readLines(last: string): Promise<Record<string, unknown>[]> {
  await expect.poll(() => server.output(), { timeout: 5000 }).toContain(last)
  const lines = server.output().split('\n').slice(0, -1)
  return lines.map((line) => JSON.parse(line))
}

/** Makes the server write a line that nothing else writes, and waits for it. */
async function readLinesSoFar(): Promise<Record<string, unknown>[]> {
  const reply = await fetch(`${server.origin}/auth/callback?state=none`, { redirect: 'manual' })
  return readLines(String(reply.headers.get('x-request-id')))
}

/** A browser that signs in against the lying provider, and every reply it was given. */
function visit() {
  const [browser, tenant] = [createBrowser(), createBrowser()]
  const seen: string[] = []
  const open = async (path: string, init: RequestInit = {}) => {
    const reply = await browser.fetch(server.origin + path, init)
    const body = await reply.text()
    seen.push(JSON.stringify([...reply.headers]) + body)
    return reply
  }
  return {
    seen,
    open,
    /** As far as the provider's answer. */
    async reachCallback(): Promise<URL> {
      const started = await open('/auth/login?returnTo=/users')
      const answer = await tenant.fetch(String(started.headers.get('location')))
      return new URL(String(answer.headers.get('location')))
    },
  }
}

/** Whatever a token answer could hold, with a mark in each. */
const toAnswer = () => ({
  error: 'invalid_request',
  error_description: `canary-${randomUUID()}`,
  error_uri: `https://canary-${randomUUID()}.example`,
  access_token: `canary-${randomUUID()}`,
  refresh_token: `canary-${randomUUID()}`,
  id_token: `canary-${randomUUID()}.${randomUUID()}.${randomUUID()}`,
})

describe('log lines', () => {
  it('hold no secret of a whole visit with failures, whatever goes wrong and wherever it comes from', async () => {
    const secrets = new Set<string>([lying.provider.clientSecret])
    const { db } = lying.world.context.store
    const stranger = await createSigningKey()
    const failures: Lie[] = [
      {},
      { replies: { token: replyWith(400, toAnswer()) } },
      { replies: { token: replyWith(401, { ...toAnswer(), error: 'invalid_client' }) } },
      { replies: { token: replyWith(200, toAnswer()) } },
      { replies: { token: replies.truncated } },
      { replies: { token: replies.cutInside } },
      { token: { id_token: `canary-${randomUUID()}` } },
      { token: { token_type: `canary-${randomUUID()}` } },
      { key: { ...stranger, kid: `canary-${randomUUID()}` } },
      { claims: { nonce: `canary-${randomUUID()}` } },
      { claims: { iss: 'https://evil.example/' } },
      { replies: { discovery: replies.page } },
    ]
    for (const lie of failures) {
      lying.provider.lie({})
      const visitor = visit()
      const callback = await visitor.reachCallback()
      for (const name of ['code', 'state']) secrets.add(String(callback.searchParams.get(name)))
      const rows = await db.selectFrom('sign_in_transactions').selectAll().execute()
      for (const { nonce, code_verifier } of rows) secrets.add(nonce).add(code_verifier)
      lying.provider.lie(lie)
      await visitor.open(callback.pathname + callback.search)
      await visitor.open('/api/users', { headers: { authorization: `Bearer canary-header` } })
      await visitor.open('/api/users?top=0&search=canary-query')
      await visitor.open('/auth/logout', { method: 'POST', body: 'canary-body' })
      await visitor.open('/auth/logout?x=canary-query', {
        method: 'POST',
        body: '{"canary-body',
        headers: { 'content-type': 'application/json', 'x-csrf': '1', origin: server.origin },
      })
      for (const reply of visitor.seen) {
        for (const [, value = ''] of reply.matchAll(/"set-cookie","[^=]+=([^;]{20,});/g)) {
          secrets.add(value).add(decodeURIComponent(value).split('.')[0] ?? '')
        }
      }
    }
    const odd = visit()
    await odd.open('/auth/callback?code=canary-code&state=canary-state')
    await odd.open(
      '/auth/callback?code=canary-code&error=canary-error&error_description=canary-text',
    )
    await odd.open('/auth/frontchannel-logout?sid=canary-sid&iss=canary-issuer')
    await odd.open('/auth/backchannel-logout', {
      method: 'POST',
      body: new URLSearchParams({ logout_token: `canary.${randomUUID()}.x` }),
    })
    await odd.open('/api/me', {
      headers: { cookie: 'vestibule=canary-cookie', 'x-csrf': 'canary-x' },
    })
    const lines = await readLinesSoFar()
    const written = JSON.stringify(lines)
    // There is something to look at: each failure has its line.
    expect(lines.filter(({ msg }) => msg === 'sign-in failed').length).toBeGreaterThan(9)
    expect(lines.filter(({ msg }) => msg === 'request refused').length).toBeGreaterThan(20)
    expect(secrets.size).toBeGreaterThan(50)
    for (const secret of secrets) expect(written).not.toContain(secret)
    expect(written).not.toMatch(/canary-/)
    expect(written).not.toMatch(/access-[0-9a-f]{8}-|eyJ[\w-]{10,}/)
  })

  it('hold no secret of a failure inside either', async () => {
    const visitor = visit()
    const callback = await visitor.reachCallback()
    const { db } = lying.world.context.store
    await db.schema.alterTable('people').renameTo('people_away').execute()
    const failed = await visitor.open(callback.pathname + callback.search)
    const refused = await visitor.open('/api/me?search=canary-query', {
      headers: { authorization: 'Bearer canary-header' },
    })
    await db.schema.alterTable('people_away').renameTo('people').execute()
    expect(failed.status).toBe(302)
    expect([401, 500]).toContain(refused.status)
    const written = JSON.stringify(await readLinesSoFar())
    expect(written).toContain('people')
    for (const name of ['code', 'state']) {
      expect(written).not.toContain(String(callback.searchParams.get(name)))
    }
    expect(written).not.toMatch(/canary-|access-[0-9a-f]{8}-|eyJ[\w-]{10,}/)
    expect(written).not.toContain(lying.provider.clientSecret)
  })

  it('are one JSON object each, whatever stands in a path or a user agent', async () => {
    const agent = `forged${ESCAPE}[2J {"level":50,"msg":"forged"}`
    const before = server.output().split('\n').length
    for (const head of [
      `GET /auth/callback?state=%0d%0a{"msg":"forged"} HTTP/1.1\r\nuser-agent: ${agent}`,
      `GET /api/users/%0d%0a%1b[31mforged HTTP/1.1\r\nuser-agent: ${agent}`,
      `GET /api/${ESCAPE}[31mforged HTTP/1.1`,
      'GET /api/forged\u0085\u2028{"msg":"forged"} HTTP/1.1',
      `GET /auth/callback HTTP/1.1\r\nuser-agent: a\r\n {"msg":"forged"}`,
      `GET /%E0%A4%A${ESCAPE} HTTP/1.1`,
      `forged${ESCAPE} / HTTP/1.1`,
    ]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.end(`${head}\r\nhost: localhost:${server.port}\r\nconnection: close\r\n\r\n`)
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 (302|4\d\d)/)
    }
    const lines = await readLinesSoFar()
    expect(lines.length).toBeGreaterThan(before - 1)
    for (const line of lines)
      expect(line).toMatchObject({ level: expect.any(Number), pid: expect.any(Number) })
    expect(lines.filter(({ msg }) => msg === 'forged')).toEqual([])
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(server.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u0085\u2028]/)
  })
})

it('the application’s secret, the code verifier and the tokens are in no reply, also where a sign-in fails', async () => {
  const visitor = visit()
  const callback = await visitor.reachCallback()
  const { db } = lying.world.context.store
  const rows = await db.selectFrom('sign_in_transactions').select('code_verifier').execute()
  const tokens = { access_token: `at-${randomBytes(20).toString('hex')}`, refresh_token: undefined }
  lying.provider.lie({ token: tokens })
  expect((await visitor.open(callback.pathname + callback.search)).status).toBe(302)
  for (const path of [
    '/api/me',
    '/api/token-claims',
    '/api/users',
    '/api/sessions',
    '/api/nothing',
  ]) {
    await visitor.open(path)
  }
  lying.provider.lie({ replies: { token: replyWith(401, { error: 'invalid_client', ...tokens }) } })
  const failing = visit()
  const again = await failing.reachCallback()
  await failing.open(again.pathname + again.search)
  const bytes = [...visitor.seen, ...failing.seen].join('\n')
  expect(bytes).toContain('Lena Liar')
  expect(rows.length).toBeGreaterThan(0)
  for (const { code_verifier } of rows) expect(bytes).not.toContain(code_verifier)
  expect(bytes).not.toContain(lying.provider.clientSecret)
  expect(bytes).not.toContain(tokens.access_token)
  expect(bytes).not.toMatch(/eyJ[\w-]{10,}\./)
})
