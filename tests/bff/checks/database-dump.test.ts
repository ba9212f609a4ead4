import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../../helpers/postgres.ts'
import type { Visitor } from '../../helpers/visitor.ts'
import { startWorld, type World } from '../../helpers/world.ts'

async function createFile() {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-dump-'))
  return {
    url: `file:${join(folder, 'vestibule.db')}`,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describe.each([
  ['SQLite', createFile],
  ['PostgreSQL', createDatabase],
])('a dump of %s', (_engine, create) => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let world: World
  beforeAll(async () => {
    database = await create()
    world = await startWorld({ users: 5, env: { DATABASE_URL: database.url } })
  })
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]()
    await database?.[Symbol.asyncDispose]()
  })

  /** Every value of every row of every table, as text. */
  async function dump(): Promise<string> {
    const { db } = world.context.store
    const tables = await db.introspection.getTables()
    const rows = tables.map(({ name }) =>
      db
        .selectFrom(name as 'sessions')
        .selectAll()
        .execute(),
    )
    return JSON.stringify(await Promise.all(rows))
  }

  /** What nobody but the server and the browser may know of a visitor's session. */
  async function readSecrets(visitor: Visitor): Promise<string[]> {
    const { vault, config } = world.context
    const [, value = ''] = visitor.sessionCookie().split('=')
    const cookie = decodeURIComponent(value)
    const [secret = ''] = cookie.split('.')
    const { items } = (await visitor.get('/api/sessions')).json()
    const session = { id: String(items[0].id), secret }
    const access = await vault.readAccessToken(session, config.graph.resource)
    const refresh = await vault.readRefreshToken(session)
    const found = [cookie, secret, String(access?.value), String(refresh)]
    for (const each of found) expect(each.length).toBeGreaterThan(30)
    return found
  }

  it('shows no token, cookie or secret of a visit with refreshes, in any spelling', async () => {
    world.emulator.settings({ oneTimeRefreshTokens: true })
    const visitor = world.visit()
    const callback = await visitor.reachCallback('Ada Admin')
    const query = new URL(callback, 'http://localhost').searchParams
    const browserSecrets = [...visitor.cookies.values()]
    await visitor.open(callback)
    const secrets = [String(query.get('code')), String(query.get('state')), ...browserSecrets]
    secrets.push(...(await readSecrets(visitor)))
    // Another permission takes a refresh, and so does a token that Graph refuses.
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    secrets.push(...(await readSecrets(visitor)))
    world.emulator.addFault({ match: 'users', kind: 'status', status: 401, times: 1 })
    expect((await visitor.get('/api/users?top=1')).statusCode).toBe(200)
    secrets.push(...(await readSecrets(visitor)), world.env.ENTRA_CLIENT_SECRET as string)
    const { tokens, words } = countKinds(secrets)
    expect(tokens).toBeGreaterThanOrEqual(6)

    const live = await dump()
    await visitor.post('/auth/logout')
    for (const text of [live, await dump()]) {
      // The search can find something: the person's name stands there in plain text.
      expect(text).toContain('Ada Admin')
      expect(text).not.toMatch(/eyJ[\w-]{10,}\.eyJ/)
      for (const word of words) {
        for (const encoding of ['utf8', 'hex', 'base64', 'base64url'] as const) {
          const spelled = Buffer.from(word).toString(encoding).slice(0, 40)
          expect(text.toLowerCase().includes(spelled.toLowerCase())).toBe(false)
        }
      }
    }
  })

  it('has every token sealed, and none of a session that was ended', async () => {
    const [staying, leaving] = [await world.signIn('Tom Teacher'), await world.signIn('Max Member')]
    await staying.get('/api/users?top=1')
    await leaving.post('/auth/logout')
    const rows = await world.context.store.db
      .selectFrom('session_tokens')
      .innerJoin('sessions', 'sessions.id', 'session_id')
      .select(['sealed', 'ended_at'])
      .execute()
    expect(rows.length).toBeGreaterThanOrEqual(3)
    for (const { sealed, ended_at } of rows) {
      expect(ended_at).toBeNull()
      const [header = '', key, ...rest] = sealed.split('.')
      expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toMatchObject({
        alg: 'dir',
        enc: 'A256GCM',
        cty: 'JWE',
      })
      expect([key, rest.length]).toEqual(['', 3])
    }
  })
})

/** Different ones alone, and how many of them are long enough for tokens. */
function countKinds(secrets: readonly string[]) {
  const words = [...new Set(secrets)]
  return { words, tokens: words.filter(({ length }) => length > 100).length }
}
