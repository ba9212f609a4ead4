import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { startPageServer } from './page-server.ts'

/** Vestibule for clients of others: a process of its own, since its tenant speaks https as MSAL wants it. */
export interface ApiSite extends AsyncDisposable {
  origin: string
  emulator: Emulator
  /** The certificate authority to trust, as PEM. */
  caFile: string
  /** What the audit holds, the oldest first. */
  readAudit(): AuditEntry[]
}

interface AuditEntry {
  action: string
  actor: { name: string }
  target: { id: string }
  details: Record<string, unknown>
}

/** Three pages of people, of a hundred each. */
const USERS = 230

/** @param corsOrigins whose pages may call */
export async function startApiSite(corsOrigins: string): Promise<ApiSite> {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-api-'))
  const caFile = join(folder, 'ca.pem')
  const emulator = await createEmulator({ port: 0, users: USERS, tls: 'adhoc', caFile })
  emulator.settings({ deviceCodeIntervalSeconds: 0.01 })
  const origin = await findFreeOrigin()
  const options = JSON.stringify({ limits: { maxDelayMs: 0 } })
  const server = fork(join(import.meta.dirname, '../cluster/node.ts'), [options], {
    env: {
      ...process.env,
      NODE_EXTRA_CA_CERTS: caFile,
      APP_ORIGIN: origin,
      PORT: new URL(origin).port,
      CORS_ORIGINS: corsOrigins,
      // The clients are to follow Graph's own pages.
      MIRROR_REFRESH_SECONDS: '0',
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
      ENTRA_AUTHORITY: emulator.authority,
      ENTRA_CLIENT_ID: emulator.webClientId,
      ENTRA_CLIENT_SECRET: 'demo-web-secret',
      GRAPH_BASE_URL: emulator.url,
    },
  })
  const ended = once(server, 'exit')
  await Promise.race([
    once(server, 'message'),
    ended.then(() => Promise.reject(new Error('The server ended before it listened.'))),
  ])
  return {
    origin,
    emulator,
    caFile,
    readAudit() {
      using file = new DatabaseSync(join(folder, 'vestibule.db'), { readOnly: true })
      const rows = file.prepare('select body from audit_events order by sequence').all()
      return rows.map(({ body }) => JSON.parse(String(body)))
    },
    async [Symbol.asyncDispose]() {
      server.disconnect()
      await ended
      await emulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Known before anything listens on it, since the server must be told. */
async function findFreeOrigin(): Promise<string> {
  await using server = await startPageServer({})
  return server.origin
}
