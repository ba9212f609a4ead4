import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@vestibule/store'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { setup } from '../helpers/postgres.ts'

/** Where scenarios have their databases. */
export interface Ground extends AsyncDisposable {
  /** An empty database of the newest shape, as variables for a server. */
  createDatabase(engine: Engine): Promise<{ DATA_DIR: string; DATABASE_URL: string }>
}

export type Engine = 'postgres' | 'sqlite'

/** One PostgreSQL for all scenarios, as the tests have it, and a folder. */
export async function startGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-load-'))
  const provided: Record<string, string> = {}
  const provide = (name: string, value: string) => {
    provided[name] = value
  }
  // All that it asks of the run.
  const stop = await setup({ provide } as unknown as TestProject)
  const { postgresUrl = '', postgresTemplate = '' } = provided
  const admin = await openStore(postgresUrl)
  return {
    async createDatabase(engine) {
      const name = `load_${randomBytes(8).toString('hex')}`
      const dataDir = join(folder, name)
      mkdirSync(dataDir)
      if (engine === 'sqlite')
        return { DATA_DIR: dataDir, DATABASE_URL: `file:${join(dataDir, 'vestibule.db')}` }
      await sql.raw(`create database ${name} template ${postgresTemplate}`).execute(admin.db)
      const url = new URL(postgresUrl)
      url.pathname = `/${name}`
      return { DATA_DIR: dataDir, DATABASE_URL: url.href }
    },
    async [Symbol.asyncDispose]() {
      await admin[Symbol.asyncDispose]()
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
