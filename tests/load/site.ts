import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { type AppContext, buildApp, createContext, loadConfig } from '@vestibule/bff'
import { type NodeOptions, type Nodes, startNodes } from '../helpers/nodes.ts'
import { createVisitor, type Visitor } from '../helpers/visitor.ts'
import type { Engine, Ground } from './ground.ts'
import type { Question, TenantCounts } from './tenant-process.ts'

interface Tenant {
  url: string
  authority: string
  clientId: string
  password: string
  names: string[]
  /** Asks what a person can ask on `/_emulator`. */
  control(path: string, body: object): Promise<void>
  count(): Promise<TenantCounts>
  listDisabled(): Promise<string[]>
}

/** Servers and the demo tenant, each a process of its own, and what prepares their database from here. */
export interface Site extends AsyncDisposable {
  tenant: Tenant
  /** The application as it would run here: nothing listens, nothing runs in its background. */
  context: AppContext
  /** Ada, who has signed in. */
  ada: Visitor
  /** Somebody with an empty cookie jar. */
  visit(): Visitor
  env: Record<string, string>
  /** Called once; those that it starts end with the site. */
  start(count: number, options?: NodeOptions, env?: Record<string, string>): Promise<Started>
}

interface Started {
  cluster: Nodes
  urls: string[]
}

export interface SiteOptions {
  engine?: Engine
  /** People of the demo tenant. */
  users?: number
  env?: Record<string, string>
}

const APP_ORIGIN = 'http://localhost:3000'

export async function startSite(
  ground: Ground,
  { engine = 'postgres', users = 100, env: more = {} }: SiteOptions = {},
): Promise<Site> {
  const database = await ground.createDatabase(engine)
  const { child, tenant } = await startTenant(users)
  const env = {
    ...database,
    APP_ORIGIN,
    // Written, and read by nobody.
    LOG_LEVEL: 'info',
    SESSION_SECRETS: createKey(),
    TOKEN_KEYS: createKey(),
    ENTRA_AUTHORITY: tenant.authority,
    ENTRA_CLIENT_ID: tenant.clientId,
    ENTRA_CLIENT_SECRET: 'demo-web-secret',
    GRAPH_BASE_URL: tenant.url,
    ...more,
  }
  const { config, secrets } = await loadConfig({ ...env, LOG_LEVEL: 'silent' })
  const context = await createContext(config, secrets)
  await context.batchRunner[Symbol.asyncDispose]()
  const app = await buildApp(context)
  const visit = () => createVisitor(app, env.APP_ORIGIN)
  const ada = visit()
  await ada.signIn('Ada Admin')
  let cluster: Nodes | undefined
  return {
    tenant,
    context,
    ada,
    visit,
    env,
    async start(count, options = {}, others = {}) {
      cluster = await startNodes(count, { ...env, ...others }, { shedsLoad: true, ...options })
      return { cluster, urls: cluster.nodes.map(({ url }) => url) }
    },
    async [Symbol.asyncDispose]() {
      await cluster?.[Symbol.asyncDispose]()
      await app.close()
      await context.mirrorRunner[Symbol.asyncDispose]()
      await context.store[Symbol.asyncDispose]()
      child.disconnect()
    },
  }
}

export function createKey(): string {
  return randomBytes(32).toString('base64url')
}

async function startTenant(users: number): Promise<{ child: ChildProcess; tenant: Tenant }> {
  const child = fork(join(import.meta.dirname, 'tenant-process.ts'), [String(users)])
  const [announced] = await once(child, 'message')
  const ask = async (question: Question) => {
    child.send(question)
    const [answer] = await once(child, 'message')
    return answer
  }
  const tenant: Tenant = {
    ...announced,
    async control(path, body) {
      const reply = await fetch(`${announced.url}/_emulator${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (!reply.ok) throw new Error(`The tenant refuses ${path}: ${await reply.text()}`)
    },
    count: () => ask('counts'),
    listDisabled: () => ask('disabled'),
  }
  return { child, tenant }
}
