import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run, where databases may be created. */
    postgresUrl: string
  }
}

/** An empty database of one test file. Disposing of it deletes it. */
export interface TestDatabase extends AsyncDisposable {
  /** For `openStore`. */
  url: string
}

/** A new file in a folder of its own. */
export async function createSqliteDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-store-'))
  return {
    url: `file:${join(folder, 'test.db')}`,
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A new database on the PostgreSQL of this run. */
export async function createPostgresDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runOnServer(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return {
    url: url.href,
    // A server process that a test has killed may not have noticed yet.
    [Symbol.asyncDispose]: () => runOnServer(`drop database ${name} with (force)`),
  }
}

async function runOnServer(statement: string) {
  const client = new Client(inject('postgresUrl'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
