import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const leasesAndSignOut: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('leases')
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('holder', 'text', (c) => c.notNull())
      .addColumn('fence', 'bigint', (c) => c.notNull())
      .addColumn('expires_at_ms', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('used_logout_tokens')
      .addColumn('id_hash', 'text', (c) => c.primaryKey())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema.alterTable('sessions').addColumn('subject', 'text').execute()
    await db.schema.alterTable('sessions').addColumn('authenticated_at', 'text').execute()
    await db.schema
      .createIndex('sessions_authority_session')
      .on('sessions')
      .column('authority_session_id')
      .execute()

    await db.schema
      .alterTable('sign_in_requests')
      .addColumn('purpose', 'text', (c) => c.notNull().defaultTo('consent'))
      .execute()
    await db.schema.alterTable('sign_in_requests').addColumn('claims', 'text').execute()

    await db.schema
      .alterTable('sign_in_transactions')
      .addColumn('purpose', 'text', (c) => c.notNull().defaultTo('sign_in'))
      .execute()
  },
}
