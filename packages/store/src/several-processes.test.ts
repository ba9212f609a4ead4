import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { migrations } from './migrations/index.ts'
import { type Db, openStore } from './open-store.ts'
import { createSqliteDatabase } from './testing/create-database.ts'
import { engines } from './testing/engines.ts'

const MIGRATED_ONCE = Object.keys(migrations).map((name) => ({ name }))

async function listMigrations(db: Db): Promise<unknown[]> {
  return (await sql`select name from kysely_migration order by name`.execute(db)).rows
}

/** Runs a process of `count-up.ts` to its end. What it says is what went wrong. */
async function countUp(url: string, times: number): Promise<string> {
  const program = fileURLToPath(import.meta.resolve('./testing/count-up.ts'))
  const child = spawn(process.execPath, [program, url, `${times}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return text(child.stderr)
}

it('processes that start at once on an empty SQLite file migrate it once, and lose none of their writes', async () => {
  await using database = await createSqliteDatabase()
  const errors = await Promise.all([1, 2, 3].map(() => countUp(database.url, 50)))
  expect(errors).toEqual(['', '', ''])
  await using store = await openStore(database.url)
  expect(await listMigrations(store.db)).toEqual(MIGRATED_ONCE)
  expect(await store.db.selectFrom('leases').select('fence').execute()).toEqual([{ fence: 150 }])
})

describe.each(engines)('on $name', ({ createEmptyDatabase }) => {
  it('an empty database that is opened several times at once is migrated once', async () => {
    await using database = await createEmptyDatabase()
    const stores = await Promise.all(Array.from({ length: 6 }, () => openStore(database.url)))
    await using store = await openStore(database.url)
    expect(await listMigrations(store.db)).toEqual(MIGRATED_ONCE)
    for (const opened of stores) await opened[Symbol.asyncDispose]()
  })
})
