import type { Db } from './database.ts'

/** Graph wants to be left alone by a tenant's batches: the latest moment that anybody heard of counts. */
export async function noteThrottle(
  db: Db,
  { tenantId, untilMs }: { tenantId: string; untilMs: number },
): Promise<void> {
  await db
    .insertInto('throttles')
    .values({ tenant_id: tenantId, until_ms: untilMs })
    .onConflict((conflict) =>
      conflict
        .column('tenant_id')
        .doUpdateSet({ until_ms: untilMs })
        .where('throttles.until_ms', '<', untilMs),
    )
    .execute()
}

/** Until when, in ms since 1970; 0 where Graph never complained. */
export async function readThrottle(db: Db, tenantId: string): Promise<number> {
  const row = await db
    .selectFrom('throttles')
    .select('until_ms')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return Number(row?.until_ms ?? 0)
}
