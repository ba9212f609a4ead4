import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const appTokens: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('app_tokens')
      .addColumn('tenant', 'text', (c) => c.notNull())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('resource', 'text', (c) => c.notNull())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('app_tokens_pk', ['tenant', 'client_id', 'resource'])
      .execute()
  },
}
