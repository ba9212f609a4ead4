import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { type Db, openStore } from '@vestibule/store'
import { findPort, startNodes } from '../helpers/nodes.ts'
import { createDatabase } from '../helpers/postgres.ts'
import { APP_ORIGIN } from '../helpers/world.ts'
import { type SoakVisitor, visitNodes } from './soak-visitor.ts'

/** Renewed with five minutes left: each session does once a minute. */
const TOKEN_SECONDS = 360

export interface SoakSite extends AsyncDisposable {
  emulator: Emulator
  /** The servers' own database, over connections that are not counted as theirs. */
  db: Db
  urls: string[]
  metricsPorts: number[]
  /** Who has signed in: every third is a teacher, the others are administrators. */
  visitors: SoakVisitor[]
}

/** A tenant, a PostgreSQL, two servers as they are run, and people who have signed in. */
export async function startSoakSite({
  people,
  sessions,
}: {
  people: number
  sessions: number
}): Promise<SoakSite> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-soak-'))
  stack.defer(() => rmSync(folder, { recursive: true }))
  const emulator = stack.use(await createEmulator({ port: 0, users: people }))
  emulator.settings({ quotas: 'none', accessTokenSeconds: TOKEN_SECONDS })
  const database = stack.use(await createDatabase())
  const { db } = stack.use(await openStore(`${database.url}?application_name=onlooker`))
  const env = {
    APP_ORIGIN,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    SESSION_SECRETS: randomBytes(32).toString('base64url'),
    TOKEN_KEYS: randomBytes(32).toString('base64url'),
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: emulator.url,
    MIRROR_REFRESH_SECONDS: '30',
  }
  const metricsPorts = [await findPort(), await findPort()]
  const urls: string[] = []
  for (const port of metricsPorts) {
    const { nodes } = stack.use(await startNodes(1, { ...env, METRICS_PORT: String(port) }))
    urls.push(...nodes.map(({ url }) => url))
  }
  const visitors: SoakVisitor[] = []
  for (let index = 0; index < sessions; index += 1) {
    const visitor = visitNodes(urls)
    await visitor.signIn(index % 3 === 2 ? 'Tom Teacher' : 'Ada Admin')
    visitors.push(visitor)
  }
  const kept = stack.move()
  return {
    emulator,
    db,
    urls,
    metricsPorts,
    visitors,
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}
