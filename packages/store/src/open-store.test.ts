import { mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { StoreError } from './store-error.ts'

const address = () => `file:${join(mkdtempSync(join(tmpdir(), 'vestibule-store-')), 'test.db')}`

it('a commit is on the disk before it is answered for, also after a re-open', async () => {
  const url = address()
  for (const _opening of ['first', 'second']) {
    await using store = await openStore(url)
    const { rows } = await sql<{ synchronous: number }>`pragma synchronous`.execute(store.db)
    expect(rows).toEqual([{ synchronous: 2 }])
  }
})

it('the database is for its owner’s eyes alone, and so are the files beside it', async () => {
  const url = address()
  await using store = await openStore(url)
  await sql`create table t (x)`.execute(store.db)
  const path = url.slice('file:'.length)
  for (const name of [path, `${path}-wal`, `${path}-shm`]) {
    expect(statSync(name).mode & 0o077).toBe(0)
  }
})

it('opening again migrates nothing and loses nothing', async () => {
  const url = address()
  {
    await using store = await openStore(url)
    await store.db
      .insertInto('organizations')
      .values({ tenant_id: 't', display_name: 'Contoso', updated_at: '2026-11-22T10:00:00.000Z' })
      .execute()
  }
  await using store = await openStore(url)
  expect(await store.db.selectFrom('organizations').select('display_name').execute()).toEqual([
    { display_name: 'Contoso' },
  ])
})

it.each(['mysql://localhost/x', 'file:/dev/null/test.db'])(
  'an address that cannot be opened is refused: %s',
  async (url) => {
    await expect(openStore(url)).rejects.toBeInstanceOf(StoreError)
  },
)
