import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Nodes, startNodes } from '../helpers/nodes.ts'
import { createDatabase } from '../helpers/postgres.ts'
import { APP_ORIGIN, startWorld, type World } from '../helpers/world.ts'

const CALLS = 20
/** On one engine one test after the other. */
const IN_TURN = { concurrent: false, timeout: 30_000 }
const SQLITE_FILE = {
  async createDatabase() {
    const folder = mkdtempSync(join(tmpdir(), 'vestibule-cluster-'))
    return {
      url: `file:${join(folder, 'vestibule.db')}`,
      async [Symbol.asyncDispose]() {
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

// The engines side by side: each has a database, a tenant and processes of its own, and mostly waits.
describe.concurrent.each([
  ['SQLite', SQLITE_FILE.createDatabase],
  ['PostgreSQL', createDatabase],
])('with one-time refresh tokens on %s', (_engine, create) => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let world: World
  let cluster: Nodes

  beforeAll(async () => {
    database = await create()
    const shared = {
      APP_ORIGIN,
      DATABASE_URL: database.url,
      SESSION_SECRETS: randomBytes(32).toString('base64url'),
      TOKEN_KEYS: randomBytes(32).toString('base64url'),
    }
    // People sign in at a server of this process; the others know of it by the database alone.
    world = await startWorld({ env: shared })
    cluster = await startNodes(3, { ...world.env, ...shared })
  })
  afterAll(async () => {
    await cluster?.[Symbol.asyncDispose]()
    await world?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })
  beforeEach(() => {
    world.emulator.clearFaults()
    world.emulator.reset()
  })

  const tokenRequests = () =>
    world.emulator.requests().filter(({ path }) => path.endsWith('/oauth2/v2.0/token')).length

  /** Somebody whose access token has just expired. */
  async function arriveWithExpiredToken(): Promise<string> {
    const visitor = await world.signIn()
    const first = await visitor.get('/api/users?top=1')
    expect(first.statusCode, first.body).toBe(200)
    await world.context.store.db
      .updateTable('session_tokens')
      .set({ expires_at: '2026-01-01T00:00:00.000Z' })
      .where('kind', '=', 'access_token')
      .execute()
    return visitor.sessionCookie()
  }

  it.each([1, 3])(
    `${CALLS} calls at %i processes make one token request, however long it takes`,
    IN_TURN,
    async (processes) => {
      const cookie = await arriveWithExpiredToken()
      world.emulator.settings({ oneTimeRefreshTokens: true })
      world.emulator.addFault({ match: 'token', kind: 'delay', delayMs: 6500 })
      const before = tokenRequests()
      const replies = await Promise.all(
        Array.from({ length: CALLS }, (_, call) =>
          cluster.nodes[call % processes]?.get('/api/users?top=1', cookie),
        ),
      )
      expect(replies.map((reply) => reply?.status)).toEqual(Array(CALLS).fill(200))
      expect(tokenRequests()).toBe(before + 1)
    },
  )

  it('a process that is killed half-way is followed by the next', IN_TURN, async () => {
    const cookie = await arriveWithExpiredToken()
    const [first, ...others] = cluster.nodes
    world.emulator.addFault({ match: 'token', kind: 'delay', delayMs: 20_000 })
    const lost = first?.get('/api/users?top=1', cookie).catch(() => 'lost')
    await expect.poll(readLeases, { timeout: 5000 }).toBe(1)
    const waiting = others.map((node) => node.get('/api/users?top=1', cookie))
    await first?.kill()
    world.emulator.clearFaults()
    expect(await lost).toBe('lost')
    const statuses = (await Promise.all(waiting)).map(({ status }) => status)
    expect(statuses).toEqual([200, 200])
  })

  async function readLeases(): Promise<number> {
    const rows = await world.context.store.db
      .selectFrom('leases')
      .select('name')
      .where('expires_at_ms', '>', Date.now())
      .execute()
    return rows.length
  }
})
