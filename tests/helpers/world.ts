import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import {
  type AppContext,
  buildApp,
  createContext,
  loadConfig,
  SERVER_LIMITS,
  type ServerLimits,
} from '@vestibule/bff'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import type { FastifyInstance } from 'fastify'
import { createVisitor, type Visitor } from './visitor.ts'

export interface World extends AsyncDisposable {
  emulator: Emulator
  app: FastifyInstance
  context: AppContext
  /** What the application was configured with, to start others alike. */
  env: Record<string, string>
  /** Moves the BFF's own clock, for limits that are its own. The tenant's runs on, unless waits are skipped. */
  passTime(minutes: number): void
  /** Somebody with an empty cookie jar. */
  visit(): Visitor
  /** Somebody who has signed in. */
  signIn(person?: string, returnTo?: string): Promise<Visitor>
}

export interface WorldOptions {
  users?: number
  /** The application sends its mails to the tenant's outbox. */
  mail?: boolean
  /** What differs in the configuration; it may need to know where the tenant is. */
  env?: Record<string, string> | ((emulator: Emulator) => Record<string, string>)
  webRoot?: string
  /** Batches wait by moving the clock, and the tenant's with it. */
  skipWaits?: boolean
  /** How long a killed process keeps its batches from others. */
  batchLeaseMs?: number
  /** How long a batch that stumbled is left alone. */
  batchRestMs?: number
  /** Told of what kept a directory from being read. Nobody reads one unless `mirrorRunner.refresh()` is called. */
  onMirrorFailure?: (tenantId: string, error: unknown) => void
  /** Told of what batches stumble over. */
  onBatchFailure?: (batchId: string, error: unknown) => void
  /** What the server takes on, where it differs from what it does otherwise. */
  limits?: Partial<ServerLimits>
}

export const APP_ORIGIN = 'http://localhost:3000'

/** The real demo tenant, a real database and the real application, which is called without a socket. */
export async function startWorld({
  users = 30,
  mail = false,
  env = {},
  webRoot,
  skipWaits = false,
  batchLeaseMs,
  batchRestMs,
  onBatchFailure = () => {},
  onMirrorFailure = () => {},
  limits = {},
}: WorldOptions = {}): Promise<World> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vestibule-world-'))
  let passedMs = 0
  const readTime = () => Date.now() + passedMs
  const emulator = await createEmulator({ port: 0, users, ...(skipWaits && { now: readTime }) })
  const configured = {
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ENTRA_AUTHORITY: emulator.authority,
    ENTRA_CLIENT_ID: emulator.webClientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: emulator.url,
    ...(mail && { SMTP_URL: emulator.smtpUrl }),
    ...(typeof env === 'function' ? env(emulator) : env),
  }
  const { config, secrets } = await loadConfig(configured)
  const context = await createContext(config, secrets, {
    webRoot,
    now: () => new Date(readTime()),
    batchLeaseMs,
    batchRestMs,
    onBatchFailure,
    onMirrorFailure,
    ...(skipWaits && {
      async wait(ms: number) {
        passedMs += ms
        await setImmediate()
      },
    }),
  })
  // The tenant, the database and the tests themselves share this thread: what they take is not the server's to shed.
  const app = await buildApp(context, { ...SERVER_LIMITS, maxDelayMs: 0, ...limits })
  const visit = () => createVisitor(app, config.appOrigin)
  return {
    emulator,
    app,
    context,
    env: configured,
    visit,
    passTime(minutes) {
      passedMs += minutes * 60_000
    },
    async signIn(person = 'Ada Admin', returnTo = '/') {
      const visitor = visit()
      await visitor.signIn(person, returnTo)
      return visitor
    },
    async [Symbol.asyncDispose]() {
      await app.close()
      await context.batchRunner[Symbol.asyncDispose]()
      await context.mirrorRunner[Symbol.asyncDispose]()
      await context.mailer?.[Symbol.asyncDispose]()
      await context.store[Symbol.asyncDispose]()
      await emulator.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
