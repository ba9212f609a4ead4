import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const ORDERS = [
  'display_name',
  'user_principal_name',
  'mail',
  'given_name',
  'surname',
  'job_title',
  'department',
  'account_enabled',
  'user_type',
  'on_premises_sync_enabled',
  'created_at',
]

export const directoryMirror: Migration = {
  async up(db: Kysely<unknown>) {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    // SQLite takes no other word for the number by which it keeps a table's rows.
    const key = isPostgres ? 'bigint' : 'integer'

    await db.schema
      .createTable('directory_mirrors')
      .addColumn('number', 'integer', (c) =>
        // Never used again, for keys of people are made of it.
        isPostgres ? c.generatedAlwaysAsIdentity().primaryKey() : c.primaryKey().autoIncrement(),
      )
      .addColumn('tenant_id', 'text', (c) => c.unique())
      .addColumn('is_complete', 'integer', (c) => c.notNull())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .addColumn('is_rereading', 'integer', (c) => c.notNull())
      .addColumn('link', 'text')
      .addColumn('is_mid_round', 'integer', (c) => c.notNull())
      .addColumn('round_started_at', 'text')
      .addColumn('as_of', 'text')
      .addColumn('is_indexed', 'integer', (c) => c.notNull())
      .addColumn('total', 'integer', (c) => c.notNull())
      .addColumn('next_key', 'bigint', (c) => c.notNull())
      .addColumn('changes', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('mirror_sightings')
      .addColumn('key', key, (c) => c.primaryKey())
      .addColumn('generation', 'integer', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('mirrored_texts')
      .addColumn('key', key, (c) => c.primaryKey())
      .addColumn('basic', 'text', (c) => c.notNull())
      .addColumn('rest', 'text', (c) => c.notNull())
      .execute()
    await (isPostgres ? createTrigramsIfPossible : createTrigramTable)(db)
    await createUsers(db, isPostgres)
    await createSavedViews(db)
  },
}

async function createUsers(db: Kysely<unknown>, isPostgres: boolean) {
  // By bytes, as SQLite compares, and not as the database's language would.
  const sortable = isPostgres ? sql`text collate "C"` : 'text'
  let table = db.schema
    .createTable('mirrored_users')
    .addColumn('key', isPostgres ? 'bigint' : 'integer', (c) => c.primaryKey())
    .addColumn('mirror', 'integer', (c) => c.notNull())
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('display_name', 'text')
    .addColumn('user_principal_name', 'text')
    .addColumn('mail', 'text')
    .addColumn('given_name', 'text')
    .addColumn('surname', 'text')
    .addColumn('job_title', 'text')
    .addColumn('department', 'text')
    .addColumn('account_enabled', 'integer')
    .addColumn('user_type', 'text')
    .addColumn('on_premises_sync_enabled', 'integer')
    .addColumn('created_at', 'text')
    .addColumn('employee_id', 'text')
    .addColumn('job_title_hash', 'bigint')
    .addColumn('department_hash', 'bigint')
    .addColumn('user_type_hash', 'bigint')
    .addColumn('created_ms', 'bigint')
  for (const name of ORDERS) {
    table = table.addColumn(`${name}_key`, sortable, (c) => c.notNull())
  }
  // The id first: for a statement about a whole mirror this is to be no index.
  await table.addUniqueConstraint('mirrored_users_id', ['id', 'mirror']).execute()
}

/** Words are folded before they come here. A row is found by the key of `mirrored_texts`. */
async function createTrigramTable(db: Kysely<unknown>) {
  await sql`
    create virtual table mirrored_trigrams using fts5(
      basic, rest, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
    )`.execute(db)
}

/**
 * Where the extension is missing or may not be created, words are looked for by reading all, which is
 * slower and finds the same.
 */
async function createTrigramsIfPossible(db: Kysely<unknown>) {
  await sql`
    do $$ begin
      create extension if not exists pg_trgm;
    exception when others then
      raise notice 'No trigrams: %', sqlerrm;
    end $$`.execute(db)
}

async function createSavedViews(db: Kysely<unknown>) {
  await db.schema
    .createTable('saved_views')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('tenant_id', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull().references('people.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('name_key', 'text', (c) => c.notNull())
    .addColumn('query', 'text', (c) => c.notNull())
    .addColumn('is_shared', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('saved_views_name', ['person_id', 'tenant_id', 'name_key'])
    .execute()
  await db.schema
    .createIndex('saved_views_tenant')
    .on('saved_views')
    .columns(['tenant_id', 'is_shared'])
    .execute()
}
