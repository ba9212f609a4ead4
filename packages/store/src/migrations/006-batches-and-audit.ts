import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const batchesAndAudit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('batches')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('actor', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('revoke_sessions', 'integer', (c) => c.notNull())
      .addColumn('dry_run', 'integer', (c) => c.notNull())
      .addColumn('undo_of', 'text')
      .addColumn('retry_of', 'text')
      .addColumn('total', 'integer', (c) => c.notNull())
      .addColumn('status', 'text', (c) => c.notNull())
      .addColumn('pause_reason', 'text')
      .addColumn('cancel_requested_at', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('started_at', 'text')
      .addColumn('finished_at', 'text')
      .execute()
    await db.schema
      .createIndex('batches_tenant')
      .on('batches')
      .columns(['tenant_id', 'created_at'])
      .execute()
    await db.schema.createIndex('batches_status').on('batches').column('status').execute()

    await db.schema
      .createTable('batch_items')
      .addColumn('batch_id', 'text', (c) =>
        c.notNull().references('batches.id').onDelete('cascade'),
      )
      .addColumn('line', 'integer', (c) => c.notNull())
      .addColumn('input', 'text', (c) => c.notNull())
      .addColumn('name', 'text')
      .addColumn('expected', 'integer')
      .addColumn('user_id', 'text')
      .addColumn('user_principal_name', 'text')
      .addColumn('display_name', 'text')
      .addColumn('job_title', 'text')
      .addColumn('user_type', 'text')
      .addColumn('directory_roles', 'text')
      .addColumn('account_enabled', 'integer')
      .addColumn('before', 'integer')
      .addColumn('after', 'integer')
      .addColumn('stage', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text')
      .addColumn('code', 'text')
      .addColumn('graph_request_id', 'text')
      .addColumn('attempts', 'integer', (c) => c.notNull())
      .addColumn('not_before_ms', 'bigint', (c) => c.notNull())
      .addColumn('at', 'text')
      .addPrimaryKeyConstraint('batch_items_pk', ['batch_id', 'line'])
      .execute()
    await db.schema
      .createIndex('batch_items_stage')
      .on('batch_items')
      .columns(['batch_id', 'stage', 'not_before_ms'])
      .execute()
    await db.schema
      .createIndex('batch_items_outcome')
      .on('batch_items')
      .columns(['batch_id', 'outcome'])
      .execute()

    await db.schema
      .createTable('batch_tokens')
      .addColumn('batch_id', 'text', (c) =>
        c.primaryKey().references('batches.id').onDelete('cascade'),
      )
      .addColumn('sealed', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('idempotency_keys')
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('request_hash', 'text', (c) => c.notNull())
      .addColumn('batch_id', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_keys_pk', ['person_id', 'key'])
      .execute()

    await db.schema
      .createTable('throttles')
      .addColumn('tenant_id', 'text', (c) => c.primaryKey())
      .addColumn('until_ms', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('audit_events')
      .addColumn('sequence', 'bigint', (c) => c.primaryKey())
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.unique())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('previous_hash', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('audit_events_tenant')
      .on('audit_events')
      .columns(['tenant_id', 'sequence'])
      .execute()
    await db.schema
      .createTable('audit_head')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('sequence', 'bigint', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute()
    await sql`insert into audit_head (id, sequence, hash) values (1, 0, '')`.execute(db)
    await refuseChanges(db)
  },
}

/** The database itself lets nobody change or delete an entry. */
async function refuseChanges(db: Kysely<unknown>) {
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    await sql`
      create function refuse_audit_change() returns trigger language plpgsql as
      $$ begin raise exception 'audit events are only added'; end $$`.execute(db)
    await sql`
      create trigger audit_events_stay before update or delete or truncate on audit_events
      for each statement execute function refuse_audit_change()`.execute(db)
    return
  }
  for (const change of ['update', 'delete']) {
    await sql`
      create trigger ${sql.raw(`audit_events_stay_${change}`)} before ${sql.raw(change)} on audit_events
      begin select raise(abort, 'audit events are only added'); end`.execute(db)
  }
}
