import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The entries about one person or batch are found without reading all of them. */
export const auditTargets: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('audit_events').addColumn('target_id', 'text').execute()
    if (db.getExecutor().adapter instanceof PostgresAdapter) {
      await sql`alter table audit_events disable trigger audit_events_stay`.execute(db)
      // Entries hold text that `jsonb` refuses; an entry's members stand in the order in which they were written.
      await sql`
        update audit_events
        set target_id = substring(body from '"target":\{"id":"([^"]+)"')`.execute(db)
      await sql`alter table audit_events enable trigger audit_events_stay`.execute(db)
    } else {
      await sql`drop trigger audit_events_stay_update`.execute(db)
      await sql`update audit_events set target_id = json_extract(body, '$.target.id')`.execute(db)
      await sql`
        create trigger audit_events_stay_update before update on audit_events
        begin select raise(abort, 'audit events are only added'); end`.execute(db)
    }
    await db.schema
      .createIndex('audit_events_target')
      .on('audit_events')
      .columns(['tenant_id', 'target_id', 'sequence'])
      .execute()
  },
}
