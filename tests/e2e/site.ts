import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AppContext,
  buildApp,
  createContext,
  loadConfig,
  SERVER_LIMITS,
  startServer,
} from '@vestibule/bff'
import { startTenant } from '@vestibule/demo'
import type { Emulator } from '@vestibule/emulator'
import type { FastifyInstance } from 'fastify'

/** Vestibule and its demo tenant, as `pnpm start` runs them, on ports and in a folder of their own. */
export interface Site extends AsyncDisposable {
  /** Where a browser opens it. */
  origin: string
  emulator: Emulator
}

/** A site whose inside is at hand, for what no browser can see or set. */
export interface OpenSite extends Site {
  app: FastifyInstance
  context: AppContext
}

const WEB_ROOT = join(import.meta.dirname, '../../apps/web/dist')
/** Three pages of people: a first, one in between and a last that is not full. */
const USERS = 260

/**
 * Its people come from the tenant itself, page by page: a copy of them would be there at some moment or other.
 *
 * @param variables what differs from the defaults
 * @param point what differs once it is known where the tenant is
 */
export async function startSite(
  variables: Record<string, string> = {},
  point: (emulator: Emulator) => Record<string, string> = () => ({}),
): Promise<Site> {
  const ground = await prepare({ MIRROR_REFRESH_SECONDS: '0', ...variables }, point)
  const server = await startServer(ground.environment, { limits: UNSHED })
  return { ...ground.site, [Symbol.asyncDispose]: () => ground.close(server) }
}

/** The browser and the tenant share the machine with the server: what they take is not its to shed. */
const UNSHED = { maxDelayMs: 0 }

/** Keeps a copy of the people from when `context.mirrorRunner.refresh()` is called. */
export async function startOpenSite(variables: Record<string, string> = {}): Promise<OpenSite> {
  const ground = await prepare(variables)
  const { config, secrets } = await loadConfig(ground.environment)
  const context = await createContext(config, secrets, { webRoot: WEB_ROOT })
  const app = await buildApp(context, { ...SERVER_LIMITS, ...UNSHED })
  await app.listen({ host: config.host, port: config.port })
  const server: AsyncDisposable = {
    async [Symbol.asyncDispose]() {
      await app.close()
      await context.store[Symbol.asyncDispose]()
    },
  }
  return { ...ground.site, app, context, [Symbol.asyncDispose]: () => ground.close(server) }
}

/** All but Vestibule itself: the folder, the tenant, and the environment that joins the two. */
async function prepare(
  variables: Record<string, string> = {},
  point: (emulator: Emulator) => Record<string, string> = () => ({}),
) {
  if (!existsSync(join(WEB_ROOT, 'index.html'))) {
    throw new Error('There is no built web app: `pnpm test` builds it.')
  }
  const port = await findFreePort()
  const own = {
    APP_ORIGIN: `${variables.TLS ? 'https' : 'http'}://localhost:${port}`,
    PORT: String(port),
    DATA_DIR: mkdtempSync(join(tmpdir(), 'vestibule-site-')),
    LOG_LEVEL: 'error',
    ...variables,
  }
  const { emulator, environment } = await startTenant({
    EMULATOR_PORT: '0',
    EMULATOR_USERS: String(USERS),
    ...own,
  })
  return {
    site: { origin: own.APP_ORIGIN, emulator },
    environment: { ...own, ...environment, ...point(emulator) },
    async close(server: AsyncDisposable) {
      await server[Symbol.asyncDispose]()
      await emulator.close()
      rmSync(own.DATA_DIR, { recursive: true, force: true })
    },
  }
}

/** Known before anything listens on it: the tenant must be told the address that people come back to. */
async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
