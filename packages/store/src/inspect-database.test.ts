import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { inspectDatabase } from './inspect-database.ts'
import { openStore } from './open-store.ts'
import { seal } from './seal.ts'
import { saveSessionTokens, toTokenRow } from './session-tokens.ts'
import { addSession, TOKEN } from './testing/add-session.ts'
import { engines } from './testing/engines.ts'

const [ours, others] = [randomBytes(32), randomBytes(32)]

describe.each(engines)('a database on $name, looked at', ({ createEmptyDatabase }) => {
  it('is new, then ready, then of an older version, and each look leaves it as it was', async () => {
    await using database = await createEmptyDatabase()
    const look = () => inspectDatabase(database.url, [ours])
    expect([await look(), await look()]).toEqual(['new', 'new'])
    await using store = await openStore(database.url)
    expect(await look()).toBe('ready')
    await sql`delete from kysely_migration where name = '009-audit-targets'`.execute(store.db)
    expect([await look(), await look()]).toEqual(['behind', 'behind'])
  })

  it('that was sealed with other keys says so', async () => {
    await using database = await createEmptyDatabase()
    await using store = await openStore(database.url)
    const { id } = await addSession(store.db)
    const row = toTokenRow({ ...TOKEN, sessionId: id })
    const sealed = await seal('token', { ring: [others], row, sessionKey: randomBytes(32) })
    await saveSessionTokens(store.db, id, [{ ...TOKEN, sealed }])
    expect(await inspectDatabase(database.url, [ours])).toBe('keys_differ')
    expect(await inspectDatabase(database.url, [ours, others])).toBe('ready')
  })
})
