import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const delegatedTokens: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('delegated_tokens')
      .addColumn('assertion_hash', 'text', (c) => c.notNull())
      .addColumn('resource', 'text', (c) => c.notNull())
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('delegated_tokens_pk', ['assertion_hash', 'resource'])
      .execute()
    await db.schema
      .createIndex('delegated_tokens_expires_at')
      .on('delegated_tokens')
      .column('expires_at')
      .execute()
  },
}
