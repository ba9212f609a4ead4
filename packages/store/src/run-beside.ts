import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CompiledQuery, sql } from 'kysely'
import type { Db } from './database.ts'

/**
 * Runs statements on an SQLite database in a thread beside this one, by a connection of its own: each
 * would hold the process for a quarter of a second. Where the database is in memory nobody else can open
 * it, and they are run here.
 *
 * @throws what SQLite says of a statement
 */
export async function runBeside(db: Db, statements: readonly string[]): Promise<void> {
  const { rows } = await sql<{ file: string }>`
    select file from pragma_database_list where name = 'main'`.execute(db)
  const path = rows[0]?.file
  if (!path) {
    for (const statement of statements) await db.executeQuery(CompiledQuery.raw(statement))
    return
  }
  const worker = new Worker(new URL('./run-statements.ts', import.meta.url), {
    workerData: { path, statements },
  })
  // Rejects with what the thread threw.
  await once(worker, 'exit')
}
