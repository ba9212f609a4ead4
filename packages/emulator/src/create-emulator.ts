import { writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { type Controls, createControls } from './control/controls.ts'
import { createTls } from './keys/create-tls.ts'
import { getSigningKeys } from './keys/signing-keys.ts'
import { signLogoutToken } from './login/sign-logout-token.ts'
import { createSmtpServer } from './outbox/create-smtp-server.ts'
import type { ApplicationOptions } from './seed/applications.ts'
import { listDemoPeople } from './seed/demo-people.ts'
import { contosoId, customersClientId, demoPassword, webClientId } from './seed/ids.ts'
import { createServer } from './server.ts'
import { readUser } from './world/tenant.ts'
import type { GraphUser } from './world/user.ts'
import { createWorld, readTenant, type World } from './world/world.ts'

export interface EmulatorOptions {
  /** 3001 by default; 0 takes any free port. */
  port?: number
  /** Of the outbox, which speaks SMTP; 0, the default, takes any free port. */
  smtpPort?: number
  /** Only `127.0.0.1`, which is the default: the tenant's passwords are known to everyone. */
  host?: string
  /** The same seed gives the same people with the same ids. */
  seed?: number | string
  /** Generated people in Contoso, besides those with a name of their own; 2,000 by default. */
  users?: number
  /** Additions to the built-in registrations, by client id. */
  applications?: Record<string, ApplicationOptions>
  /** Serves https with a certificate made for this process; plain http when absent. */
  tls?: 'adhoc'
  /** Where the certificate of the authority behind `tls` is written, as PEM, for clients to trust. */
  caFile?: string
  /**
   * The origin that the login space names in its documents and tokens, such as
   * `https://login.microsoftonline.com` for a client that swaps it for `url` on its way out. Changes what is
   * printed, not where it listens.
   */
  publicOrigin?: string
  /**
   * The time of the tenant's own clock in milliseconds, `Date.now` by default: what quotas and the ages of codes,
   * tokens and sessions are told by. It may only go forward. The dates inside tokens stay real ones.
   */
  now?: () => number
  /** Writes Fastify's log to stdout; off by default. */
  logger?: boolean
}

export interface EmulatorPerson {
  displayName: string
  userPrincipalName: string
  id: string
  password: string
  shows: string
}

export interface EmulatorTenant {
  id: string
  domain: string
  displayName: string
}

export interface Emulator extends Controls, AsyncDisposable {
  /** `http://127.0.0.1:<port>`, of the login space and of Graph alike; `https:` with `tls`. */
  url: string
  /** `smtp://127.0.0.1:<port>`: mails sent there are kept for `listMails`, and none is delivered. */
  smtpUrl: string
  /** PEM of the authority that signed the certificate; undefined without `tls`. */
  ca: string | undefined
  /** The authority of Contoso: `<url>/<tenant id>/v2.0`. */
  authority: string
  tenants: EmulatorTenant[]
  /** The six people of Contoso that have a button on the sign-in page. */
  people: EmulatorPerson[]
  password: string
  webClientId: string
  /** The web application in the tenant of customers, where the other one is unknown. */
  customersClientId: string
  /**
   * A back-channel logout token for the web application, signed with the tenant's current key. `claims` override
   * the defaults, `undefined` leaves one out, and the same goes for `header`; name `sub` or `sid` yourself.
   */
  signLogoutToken(
    claims: Record<string, unknown>,
    header?: Record<string, unknown>,
  ): Promise<string>
  /** One person as Graph names the properties; undefined when no tenant has such an id or user principal name. */
  readUser(idOrPrincipalName: string): GraphUser | undefined
  /**
   * Everyone of a tenant, Contoso by default, by its id or domain: straight from memory, for tests that compare the
   * tenant with a record of their own. Throws for a tenant that is not there.
   */
  listUsers(tenant?: string): EmulatorAccount[]
  close(): Promise<void>
}

/** The state of an account. */
export interface EmulatorAccount {
  id: string
  userPrincipalName: string
  accountEnabled: boolean
}

function readAnyUser(world: World, idOrPrincipalName: string): GraphUser | undefined {
  for (const tenant of world.tenants) {
    const user = readUser(tenant, idOrPrincipalName)
    if (user !== undefined) return structuredClone(user.graph)
  }
  return undefined
}

function listAccounts(world: World, idOrDomain: string): EmulatorAccount[] {
  const tenant = readTenant(world, idOrDomain)
  if (tenant === undefined) throw new Error(`No tenant ${idOrDomain}`)
  return tenant.users.map(({ graph: { id, userPrincipalName, accountEnabled } }) => ({
    id,
    userPrincipalName,
    accountEnabled,
  }))
}

function listPeople(world: World): EmulatorPerson[] {
  const contoso = world.tenants.filter((tenant) => tenant.id === contosoId)
  return listDemoPeople(contoso).map(({ user, shows }) => ({
    displayName: user.graph.displayName,
    userPrincipalName: user.graph.userPrincipalName,
    id: user.graph.id,
    password: demoPassword,
    shows,
  }))
}

/**
 * Starts the demo tenant: Microsoft Entra ID v2.0 and Microsoft Graph v1.0 on one loopback origin, with made-up
 * people, and an outbox for mails. Rejects with `code: 'EADDRINUSE'` when a port is taken, and for any host but
 * loopback.
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 3001, smtpPort = 0, host = '127.0.0.1' } = options
  const { seed = 'contoso', users = 2000 } = options
  if (host !== '127.0.0.1') {
    throw new Error(`The demo tenant listens on 127.0.0.1 only, not on ${host}.`)
  }
  const readTime = options.now ?? (() => Date.now())
  const world = createWorld(await getSigningKeys(), { seed: String(seed), readTime })
  const controls = createControls(world, { users, applications: options.applications ?? {} })
  controls.reset()
  const tls = options.tls === 'adhoc' ? await createTls() : undefined
  if (tls !== undefined && options.caFile !== undefined) await writeFile(options.caFile, tls.ca)
  const app = await createServer(world, { controls, logger: options.logger ?? false, tls })
  const smtpServer = createSmtpServer((mail) => world.mailbox.add(mail))
  const close = async (): Promise<void> => {
    await Promise.all([app.close(), smtpServer.close()])
  }
  try {
    world.smtpUrl = await smtpServer.listen(smtpPort)
    await app.listen({ port, host })
  } catch (cause) {
    await close()
    throw cause
  }
  const address = app.server.address() as AddressInfo
  world.origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`
  world.authorityOrigin = options.publicOrigin ?? world.origin
  return {
    ...controls,
    url: world.origin,
    smtpUrl: world.smtpUrl,
    ca: tls?.ca,
    authority: `${world.origin}/${contosoId}/v2.0`,
    tenants: world.tenants.map(({ id, domain, displayName }) => ({ id, domain, displayName })),
    people: listPeople(world),
    password: demoPassword,
    webClientId,
    customersClientId,
    signLogoutToken: (claims, header) => signLogoutToken(world, claims, header),
    readUser: (idOrPrincipalName) => readAnyUser(world, idOrPrincipalName),
    listUsers: (tenant = contosoId) => listAccounts(world, tenant),
    close,
    [Symbol.asyncDispose]: close,
  }
}
