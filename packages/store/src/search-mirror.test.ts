import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { findMirroredUsers } from './find-mirrored-users.ts'
import { openPostgresAsIs } from './open-postgres.ts'
import { openStore } from './open-store.ts'
import { toWords } from './search-mirror.ts'
import { createPostgresDatabase } from './testing/create-database.ts'
import { applyPage, createPeople, getMirrorLease } from './testing/mirror-people.ts'

describe('a search', () => {
  it('is its words, folded, without those that another one holds', () => {
    expect(toWords(' Zoë\u00a0zoe  O’NEIL an\u200f Anna\t')).toEqual(['zoe', "o'neil", 'anna'])
    expect([toWords(undefined), toWords(' \u200f ')]).toEqual([[], []])
  })

  it('finds the same on a PostgreSQL where pg_trgm cannot be created', async () => {
    await using database = await createPostgresDatabase()
    {
      await using before = await openPostgresAsIs(database.url)
      // Of the same name as one of the extension's own, which therefore fails.
      await sql`create function show_limit() returns real language sql as 'select 1::real'`.execute(
        before,
      )
    }
    await using store = await openStore(database.url)
    const { rows } = await sql`select 1 from pg_extension where extname = 'pg_trgm'`.execute(
      store.db,
    )
    expect(rows).toEqual([])
    const tenantId = 'tenant-1'
    const lease = await getMirrorLease(store.db)
    await applyPage(store.db, { tenantId, lease, changes: createPeople(50) })
    const orderBy = { field: 'displayName', descending: false } as const
    const query = {
      tenantId,
      search: 'contoso',
      sees: 'all',
      filters: [],
      orderBy,
      top: 9,
    } as const
    expect(await findMirroredUsers(store.db, query)).toMatchObject({ total: 50 })
  })
})
