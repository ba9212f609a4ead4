import { existsSync } from 'node:fs'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { deleteExpired } from '@vestibule/store'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import { watchClientCredential } from './auth/client-credential-watch.ts'
import { tellStaleAuthority } from './auth/tell-stale-authority.ts'
import { loadConfig } from './config/load-config.ts'
import { useProxies } from './config/proxies.ts'
import { createContext } from './create-context.ts'
import { ListenError } from './listen-error.ts'
import { type MetricsServer, serveMetrics } from './metrics/serve-metrics.ts'
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts'
import { watchTls } from './tls-watch.ts'

export interface RunningServer extends AsyncDisposable {
  /** Where people open it. */
  origin: string
  /** The authority of a certificate made here, which a browser may be told to trust. */
  caFile: string | undefined
}

const WEB_ROOT = join(import.meta.dirname, '../../web/dist')
const SWEEP_EVERY_MS = 10 * 60 * 1000
const KEEP_ENDED_MS = 24 * 60 * 60 * 1000
/** Balancers look every second or two, and go on sending until they have seen `/readyz` say no. */
const BALANCERS_NOTICE_MS = 3000
/** Longer than any call to Microsoft, and short enough to be done before a supervisor loses patience. */
const IN_FLIGHT_MS = 15_000

/** What differs from how a server is run: for several on a machine that is busy with other things. */
interface ServerOptions {
  batchLeaseMs?: number | undefined
  mirrorLeaseMs?: number | undefined
  limits?: Partial<ServerLimits> | undefined
  /** How long what is in flight has once the process is told to end. */
  inFlightMs?: number | undefined
}

/**
 * Reads the configuration, opens the store and listens.
 *
 * @throws {ConfigError} before anything is opened.
 * @throws {ListenError} the port is not to be had.
 */
export async function startServer(
  env: Record<string, string | undefined>,
  { limits, inFlightMs = IN_FLIGHT_MS, ...leases }: ServerOptions = {},
): Promise<RunningServer> {
  const { config, secrets } = await loadConfig(env)
  if (secrets.proxies) useProxies(secrets.proxies)
  const webRoot = existsSync(join(WEB_ROOT, 'index.html')) ? WEB_ROOT : undefined
  const context = await createContext(config, secrets, {
    webRoot,
    ...leases,
    onStaleAuthority: tellStaleAuthority(() => app.log),
    onBatchFailure: (batch, err) => app.log.error({ err, batch }, 'a batch stumbled'),
    onMirrorFailure: (tenant, err) =>
      app.log.warn({ err, tenant }, 'a directory could not be brought up to date'),
    onMailFailure: ({ text }, err) => app.log.error({ err, text }, 'a mail could not be sent'),
  })
  const serverLimits = { ...SERVER_LIMITS, ...limits }
  const app = await buildApp(context, serverLimits)
  if (!webRoot) app.log.warn('the web application is not built: only the API is served')
  const watch = watchClientCredential({
    credential: context.clientCredential,
    log: app.log,
    now: context.now,
  })
  const tlsWatch =
    secrets.tls &&
    watchTls({
      tls: secrets.tls,
      use: (pair) => (app.server as Server).setSecureContext(pair),
      log: app.log,
    })
  const sweep = setInterval(() => {
    const before = new Date(Date.now() - KEEP_ENDED_MS).toISOString()
    deleteExpired(context.store.db, before).then(
      (ended) => context.metrics.sessionsEnded.inc({ reason: 'time' }, ended),
      (err: unknown) => app.log.error({ err }, 'expired rows could not be deleted'),
    )
  }, SWEEP_EVERY_MS).unref()
  let metricsServer: MetricsServer | undefined
  const close = async () => {
    context.stopping.abort()
    clearInterval(sweep)
    watch[Symbol.dispose]()
    tlsWatch?.[Symbol.dispose]()
    // They begin nothing more, and bring what is under way to an end meanwhile.
    const runners = [context.batchRunner, context.mirrorRunner].map((one) =>
      one[Symbol.asyncDispose](),
    )
    if (config.isProduction && app.server.listening) await wait(BALANCERS_NOTICE_MS)
    await closeListener(app, inFlightMs)
    await Promise.all(runners)
    await metricsServer?.[Symbol.asyncDispose]()
    await context.mailer?.[Symbol.asyncDispose]()
    await context.store[Symbol.asyncDispose]()
  }
  const { host, port, metricsPort } = config
  try {
    if (metricsPort)
      metricsServer = await serveMetrics(context.metrics, { host, port: metricsPort })
    // Of Node's 511 who is one too many tries again after 1, 3, 7, 15 and 31 seconds, by TCP. The system has a say as well.
    await app.listen({ host, port, backlog: serverLimits.maxConnections })
  } catch (cause) {
    await close()
    throw cause instanceof ListenError ? cause : new ListenError(host, port, { cause })
  }
  context.mirrorRunner.start()
  return { origin: config.webOrigin, caFile: secrets.tls?.caFile, [Symbol.asyncDispose]: close }
}

/** Lets requests in flight finish, for a while. */
async function closeListener(app: FastifyInstance, inFlightMs: number): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), inFlightMs)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}
