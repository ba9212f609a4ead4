import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

export const setup: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('admin_consents')
      .addColumn('tenant_id', 'text', (c) => c.primaryKey())
      .addColumn('answer', 'text', (c) => c.notNull())
      .addColumn('answered_at', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('permission_proofs')
      .addColumn('tenant_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('proven_at', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('permission_proofs_pk', ['tenant_id', 'kind', 'name'])
      .execute()
  },
}
