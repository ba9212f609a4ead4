import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const localAccounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('local_accounts')
      .addColumn('person_id', 'text', (c) =>
        c.primaryKey().references('people.id').onDelete('cascade'),
      )
      .addColumn('email_key', 'text', (c) => c.notNull().unique())
      .addColumn('email', 'text', (c) => c.notNull())
      .addColumn('password_hash', 'text', (c) => c.notNull())
      .addColumn('verified_at', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('password_changed_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('one_time_tokens')
      .addColumn('token_hash', 'text', (c) => c.primaryKey())
      .addColumn('purpose', 'text', (c) => c.notNull())
      .addColumn('email_key', 'text', (c) => c.notNull())
      .addColumn('registration', 'text')
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addColumn('consumed_at', 'text')
      .execute()
    await db.schema
      .createIndex('one_time_tokens_email_key')
      .on('one_time_tokens')
      .column('email_key')
      .execute()

    await db.schema
      .createTable('attempts')
      .addColumn('key_hash', 'text', (c) => c.primaryKey())
      .addColumn('count', 'integer', (c) => c.notNull())
      .addColumn('window_ends_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('devices')
      .addColumn('secret_hash', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('people.id').onDelete('cascade'),
      )
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('hint', 'text')
      .addColumn('known_email_key', 'text')
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .alterTable('sessions')
      .addColumn('is_remembered', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('sessions').addColumn('link_offer', 'text').execute()
    await db.schema.alterTable('sign_in_transactions').addColumn('session_id', 'text').execute()
  },
}
