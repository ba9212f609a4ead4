import { CompiledQuery, sql } from 'kysely'
import type { Db } from './database.ts'
import { isPostgres } from './is-postgres.ts'
import { SORT_COLUMNS } from './mirror-query.ts'
import { toFirstKey } from './mirror-rows.ts'
import { runBeside } from './run-beside.ts'

/** What is filtered by stands in each index, so that a page far behind and a count read nothing else. */
const FILTERED = [
  'department_hash',
  'account_enabled',
  'user_type_hash',
  'on_premises_sync_enabled',
  'job_title_hash',
  'created_ms',
]

/**
 * Makes the indexes of one mirror, after its first run: kept in step meanwhile they would cost that run
 * twenty times the writing. Whatever asks for people of a mirror names its number in the statement
 * itself, for an index of a part of a table serves no statement that leaves the part open.
 */
export async function createMirrorIndexes(db: Db, mirror: number): Promise<void> {
  const statements = toIndexes().map(
    ([name, columns]) =>
      `create index if not exists ${toIndexName(mirror, name)}
       on mirrored_users (${columns.join()}) where mirror = ${mirror}`,
  )
  if (!isPostgres(db)) return runBeside(db, statements)
  if (await hasTrigrams(db)) {
    statements.push(
      `create index if not exists ${toIndexName(mirror, TRIGRAMS)}
       on mirrored_texts using gin (basic gin_trgm_ops, rest gin_trgm_ops)
       where key >= ${toFirstKey(mirror)} and key < ${toFirstKey(mirror + 1)}`,
    )
  }
  // It would come to this by itself in a minute: what there is, and that indexes may be read alone.
  for (const statement of [...statements, 'vacuum (analyze) mirrored_users, mirrored_texts']) {
    await db.executeQuery(CompiledQuery.raw(statement))
  }
}

export async function dropMirrorIndexes(db: Db, mirror: number): Promise<void> {
  for (const name of [...toIndexes().map(([name]) => name), TRIGRAMS]) {
    await db.executeQuery(CompiledQuery.raw(`drop index if exists ${toIndexName(mirror, name)}`))
  }
}

const TRIGRAMS = 'trigrams'

/** Without the extension words are looked for by reading all, which finds the same. */
async function hasTrigrams(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_opclass
    where opcname = 'gin_trgm_ops' and pg_opclass_is_visible(oid)`.execute(db)
  return rows.length > 0
}

function toIndexes(): [name: string, columns: string[]][] {
  const orders = Object.values(SORT_COLUMNS)
  return [
    ['summary', FILTERED],
    ...orders.map((column): [string, string[]] => [column, [column, 'key', ...FILTERED]]),
  ]
}

function toIndexName(mirror: number, name: string): string {
  return `mirrored_users_${mirror}_${name}`
}
