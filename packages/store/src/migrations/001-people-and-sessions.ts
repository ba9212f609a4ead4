import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const peopleAndSessions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('organizations')
      .addColumn('tenant_id', 'text', (c) => c.primaryKey())
      .addColumn('display_name', 'text')
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('people')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('display_name', 'text', (c) => c.notNull())
      .addColumn('email', 'text')
      .addColumn('accent_color', 'text', (c) => c.notNull())
      .addColumn('theme', 'text', (c) => c.notNull())
      .addColumn('locale', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('entra_identities')
      .addColumn('tenant_id', 'text', (c) => c.notNull().references('organizations.tenant_id'))
      .addColumn('object_id', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('people.id').onDelete('cascade'),
      )
      .addColumn('user_principal_name', 'text')
      .addColumn('mail', 'text')
      .addColumn('given_name', 'text')
      .addColumn('surname', 'text')
      .addColumn('job_title', 'text')
      .addColumn('role_grants', 'text', (c) => c.notNull())
      .addColumn('has_photo', 'integer', (c) => c.notNull())
      .addColumn('updated_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('entra_identities_pk', ['tenant_id', 'object_id'])
      .addUniqueConstraint('entra_identities_person', ['person_id'])
      .execute()

    await db.schema
      .createTable('sessions')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('secret_hash', 'text', (c) => c.notNull().unique())
      .addColumn('person_id', 'text', (c) =>
        c.notNull().references('people.id').onDelete('cascade'),
      )
      .addColumn('door', 'text', (c) => c.notNull())
      .addColumn('authority_session_id', 'text')
      .addColumn('login_hint', 'text')
      .addColumn('user_agent', 'text')
      .addColumn('ip', 'text')
      .addColumn('created_at', 'text', (c) => c.notNull())
      .addColumn('last_seen_at', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addColumn('ended_at', 'text')
      .execute()
    await db.schema.createIndex('sessions_person').on('sessions').column('person_id').execute()

    await db.schema
      .createTable('session_tokens')
      .addColumn('session_id', 'text', (c) =>
        c.notNull().references('sessions.id').onDelete('cascade'),
      )
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('resource', 'text', (c) => c.notNull())
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text')
      .addPrimaryKeyConstraint('session_tokens_pk', ['session_id', 'kind', 'resource'])
      .execute()

    await db.schema
      .createTable('sign_in_requests')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('sign_in_transactions')
      .addColumn('state_hash', 'text', (c) => c.primaryKey())
      .addColumn('browser_hash', 'text', (c) => c.notNull())
      .addColumn('nonce', 'text', (c) => c.notNull())
      .addColumn('code_verifier', 'text', (c) => c.notNull())
      .addColumn('return_to', 'text', (c) => c.notNull())
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('started_at', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addColumn('consumed_at', 'text')
      .execute()
  },
}
