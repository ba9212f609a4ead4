import { statSync } from 'node:fs'
import { inspect } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Db, openStore } from './open-store.ts'
import { StoreError } from './store-error.ts'
import {
  createPostgresDatabase,
  createSqliteDatabase,
  type TestDatabase,
} from './testing/create-database.ts'
import { engines } from './testing/engines.ts'

const PATIENCE = { timeout: 10_000 }

it('a commit is on the disk before it is answered for, also after a re-open', async () => {
  await using database = await createSqliteDatabase()
  for (const _opening of ['first', 'second']) {
    await using store = await openStore(database.url)
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(store.db)
    expect(rows).toEqual([{ synchronous: 2 }])
  }
})

it('the database is for its owner’s eyes alone, and so are the files beside it', async () => {
  await using database = await createSqliteDatabase()
  await using store = await openStore(database.url)
  await sql`create table t (x)`.execute(store.db)
  const path = database.url.slice('file:'.length)
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    expect(statSync(name).mode & 0o077).toBe(0)
  }
})

describe.each(engines)('on $name', ({ createEmptyDatabase }) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createEmptyDatabase()
  })
  afterAll(() => database[Symbol.asyncDispose]())

  const insert = (db: Db, tenant_id: string) =>
    db
      .insertInto('organizations')
      .values({ tenant_id, display_name: null, updated_at: '2026-11-22T10:00:00.000Z' })
      .execute()
  const list = (db: Db, pattern: string) =>
    db
      .selectFrom('organizations')
      .select('tenant_id')
      .where('tenant_id', 'like', pattern)
      .orderBy('tenant_id')
      .execute()

  it('opening again migrates nothing and loses nothing', async () => {
    {
      await using store = await openStore(database.url)
      await insert(store.db, 'kept')
    }
    await using store = await openStore(database.url)
    expect(await list(store.db, 'kept')).toEqual([{ tenant_id: 'kept' }])
  })

  it('a transaction that reads and then writes does so, whoever wants to write between', async () => {
    await using store = await openStore(database.url)
    await using other = await openStore(database.url)
    let between: Promise<unknown> | undefined
    await store.db.transaction().execute(async (tx) => {
      await list(tx, 'race-%')
      between = insert(other.db, 'race-between')
      await insert(tx, 'race-after')
    })
    await between
    expect(await list(store.db, 'race-%')).toHaveLength(2)
  })

  it('a transaction that fails leaves nothing behind', async () => {
    await using store = await openStore(database.url)
    const failing = store.db.transaction().execute(async (tx) => {
      await insert(tx, 'failed')
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await list(store.db, 'failed')).toEqual([])
  })
})

describe('in PostgreSQL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await createPostgresDatabase()
  })
  afterAll(() => database[Symbol.asyncDispose]())

  it('every connection has the settings that we count on', async () => {
    await using store = await openStore(database.url)
    const { rows } = await sql`
      select name, setting from pg_settings
      where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
        'synchronous_commit', 'application_name')
      order by name`.execute(store.db)
    expect(rows).toEqual([
      { name: 'application_name', setting: 'vestibule' },
      { name: 'idle_in_transaction_session_timeout', setting: '30000' },
      { name: 'lock_timeout', setting: '10000' },
      { name: 'statement_timeout', setting: '30000' },
      { name: 'synchronous_commit', setting: 'on' },
    ])
  })

  it('counts are numbers', async () => {
    await using store = await openStore(database.url)
    const { rows } = await sql`select count(*) as count from people`.execute(store.db)
    expect(rows).toEqual([{ count: 0 }])
  })

  it('a connection that is lost, in use or idle, ends no process and is replaced', async () => {
    await using store = await openStore(database.url)
    await using other = await openStore(database.url)
    const readPid = async (db: Db) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
      return rows[0]?.pid
    }
    const kill = (pid: number | undefined) =>
      sql`select pg_terminate_backend(${pid})`.execute(other.db)
    await store.db.connection().execute(async (connection) => {
      const lost = expect(readPid(connection).then(kill)).resolves.toBeDefined()
      await expect(sql`select pg_sleep(60)`.execute(connection)).rejects.toThrow()
      await lost
    })
    // The next request may still get the connection whose end is on its way.
    const tryPid = () => readPid(store.db).catch(() => undefined)
    await expect.poll(tryPid, PATIENCE).toBeDefined()
    const pid = await readPid(store.db)
    await kill(pid)
    await expect.poll(async () => (await tryPid()) ?? pid, PATIENCE).not.toBe(pid)
  })

  it('an address that does not work is told in a sentence without the password', async () => {
    const wrong = new URL(database.url)
    wrong.password = 'not-the-password'
    const error: unknown = await openStore(wrong.href).catch((reason) => reason)
    expect(error).toBeInstanceOf(StoreError)
    expect(String(error)).toMatch(
      /The PostgreSQL database on 127\.0\.0\.1 could not be opened: .+\./,
    )
    expect(inspect(error, { depth: 10 })).not.toContain('not-the-password')
  })
})

it.each([
  'mysql://admin:hush-hush@localhost/x',
  'file:/dev/null/test.db',
  'postgres://admin:hush-hush@127.0.0.1:1/x',
  'postgres://admin:hush-hush@local host/x',
  'postgres://admin:hush-hush@localhost:port/x',
])('an address that cannot be opened is refused, and its password not told: %s', async (url) => {
  const error: unknown = await openStore(url).catch((reason) => reason)
  expect(error).toBeInstanceOf(StoreError)
  expect(inspect(error, { depth: 10 })).not.toContain('hush-hush')
})
