import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { inject } from 'vitest'
import { openStore } from '../open-store.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL of this run, where databases may be created. */
    postgresUrl: string
    /** The name of a database of it that has the newest shape, and nothing in it. */
    postgresTemplate: string
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

/** A new database on the PostgreSQL of this run, without any table. */
export function createPostgresDatabase(): Promise<TestDatabase> {
  return createOnServer('')
}

/** The same with the newest shape: a copy of it takes a third of the time that migrating does. */
export function createMigratedPostgresDatabase(): Promise<TestDatabase> {
  return createOnServer(`template ${inject('postgresTemplate')}`)
}

async function createOnServer(source: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`
  await runOnServer(`create database ${name} ${source}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  return {
    url: url.href,
    // A server process that a test has killed may not have noticed yet.
    [Symbol.asyncDispose]: () => runOnServer(`drop database ${name} with (force)`),
  }
}

async function runOnServer(statement: string, url = inject('postgresUrl')) {
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes what `createMigratedPostgresDatabase` copies, on a PostgreSQL that no test has begun to use. */
export async function createTemplate(
  serverUrl: string,
): Promise<AsyncDisposable & { name: string }> {
  const name = `template_${randomBytes(8).toString('hex')}`
  await runOnServer(`create database ${name}`, serverUrl)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const store = await openStore(url.href)
  // A database that somebody is connected to is not copied.
  await store[Symbol.asyncDispose]()
  return {
    name,
    [Symbol.asyncDispose]: () => runOnServer(`drop database ${name} with (force)`, serverUrl),
  }
}
