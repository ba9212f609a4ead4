import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp, createContext, loadConfig } from '@vestibule/bff'
import { createVisitor, type Visitor } from './visitor.ts'

export interface TenantElsewhere extends AsyncDisposable {
  url: string
  authority: string
  /** Where the application listens, once asked. */
  listen(): Promise<string>
  /** Reads the directory that is searched here. */
  refreshMirror(): Promise<void>
  /** People whose accounts are enabled, none of them an administrator. */
  names: string[]
  /** Ada, who has signed in at an application of this process. */
  ada: Visitor
  /** Her own token for Graph. */
  getToken(): Promise<string>
}

/** The application here, and the demo tenant in a process of its own: Graph's work is not ours. */
export async function startTenantElsewhere(users: number): Promise<TenantElsewhere> {
  const child = fork(join(import.meta.dirname, 'tenant-process.ts'), [String(users)])
  const [tenant] = await once(child, 'message')
  const dataDir = mkdtempSync(join(tmpdir(), 'vestibule-elsewhere-'))
  const { config, secrets } = await loadConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '0',
    ENTRA_AUTHORITY: tenant.authority,
    ENTRA_CLIENT_ID: tenant.clientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: tenant.url,
  })
  const context = await createContext(config, secrets)
  const app = await buildApp(context)
  const ada = createVisitor(app, config.appOrigin)
  await ada.signIn('Ada Admin')
  return {
    url: tenant.url,
    authority: tenant.authority,
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    refreshMirror: () => context.mirrorRunner.refresh(),
    names: tenant.names,
    ada,
    async getToken() {
      const [, cookie = ''] = ada.sessionCookie().split('=')
      const { id } = await context.store.db
        .selectFrom('sessions')
        .select('id')
        .executeTakeFirstOrThrow()
      return context.graph.accessTokens.getAccessToken({
        session: { id, secret: decodeURIComponent(cookie).split('.')[0] ?? '' },
        resource: config.graph.resource,
        scopes: ['User.Read.All', 'User.EnableDisableAccount.All'],
      })
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await context.batchRunner[Symbol.asyncDispose]()
      await context.store[Symbol.asyncDispose]()
      child.disconnect()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
