import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { listAuditEvents } from '../audit.ts'
import { openStore } from '../open-store.ts'
import { engines } from '../testing/engines.ts'
import { EVENT } from '../testing/new-batch.ts'
import { openAsItWas } from '../testing/open-as-it-was.ts'

const { tenantId } = EVENT
/** The last holds what PostgreSQL takes in no `jsonb`, and words that look like a target. */
const TARGETS = [
  { id: 'tom', name: 'tom@contoso.test' },
  null,
  { id: null, name: 'nobody' },
  { id: 'tom', name: '"target":{"id":"ada"} \ud800 \\u0000' },
]

describe.each(engines)('on $name', ({ createEmptyDatabase }) => {
  it('entries from before are found by their target, and none can be changed afterwards', async () => {
    await using database = await createEmptyDatabase()
    const before = await openAsItWas(database.url, '008-directory-mirror')
    for (const [index, target] of TARGETS.entries()) {
      const body = JSON.stringify({ ...EVENT, target })
      await sql`insert into audit_events (sequence, tenant_id, body, previous_hash, hash)
        values (${index + 1}, ${tenantId}, ${body}, '', '')`.execute(before)
    }
    await before.destroy()

    await using store = await openStore(database.url)
    const listed = await listAuditEvents(store.db, { tenantId, targetId: 'tom', top: 10 })
    expect(listed.map(({ sequence }) => sequence)).toEqual([4, 1])
    expect(await listAuditEvents(store.db, { tenantId, targetId: 'ada', top: 10 })).toEqual([])
    await expect(sql`update audit_events set body = body`.execute(store.db)).rejects.toThrow(
      'audit events are only added',
    )
  })
})
