import { existsSync } from 'node:fs'
import type { Server } from 'node:https'
import { join } from 'node:path'
import { deleteExpired } from '@vestibule/store'
import { buildApp } from './app.ts'
import { watchClientCredential } from './auth/client-credential-watch.ts'
import { loadConfig } from './config/load-config.ts'
import { useProxies } from './config/proxies.ts'
import { createContext } from './create-context.ts'
import { ListenError } from './listen-error.ts'
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

/**
 * Reads the configuration, opens the store and listens.
 *
 * @throws {ConfigError} before anything is opened.
 * @throws {ListenError} the port is not to be had.
 */
export async function startServer(
  env: Record<string, string | undefined>,
  { batchLeaseMs }: { batchLeaseMs?: number | undefined } = {},
): Promise<RunningServer> {
  const { config, secrets } = await loadConfig(env)
  if (secrets.proxies) useProxies(secrets.proxies)
  const webRoot = existsSync(join(WEB_ROOT, 'index.html')) ? WEB_ROOT : undefined
  const context = await createContext(config, secrets, {
    webRoot,
    batchLeaseMs,
    onBatchFailure: (batch, err) => app.log.error({ err, batch }, 'a batch stumbled'),
    onMailFailure: ({ text }, err) => app.log.error({ err, text }, 'a mail could not be sent'),
  })
  const app = await buildApp(context)
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
    deleteExpired(context.store.db, before).catch((err: unknown) =>
      app.log.error({ err }, 'expired rows could not be deleted'),
    )
  }, SWEEP_EVERY_MS).unref()
  const close = async () => {
    clearInterval(sweep)
    watch[Symbol.dispose]()
    tlsWatch?.[Symbol.dispose]()
    await app.close()
    await context.batchRunner[Symbol.asyncDispose]()
    await context.mailer?.[Symbol.asyncDispose]()
    await context.store[Symbol.asyncDispose]()
  }
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (cause) {
    await close()
    throw new ListenError(config.host, config.port, { cause })
  }
  return { origin: config.webOrigin, caFile: secrets.tls?.caFile, [Symbol.asyncDispose]: close }
}
