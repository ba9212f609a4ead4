import { workerData } from 'node:worker_threads'
import SqliteDatabase from 'better-sqlite3'

/** As long as others may be at a transaction. */
const PATIENCE_MS = 10_000

// The thread of `run-beside.ts`.
const { path, statements }: { path: string; statements: string[] } = workerData
const database = new SqliteDatabase(path, { timeout: PATIENCE_MS })
database.pragma('synchronous = FULL')
try {
  for (const statement of statements) database.exec(statement)
} finally {
  database.close()
}
