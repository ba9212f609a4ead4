import type { Fault } from '../control/fault.ts'
import type { SigningKeys } from '../keys/signing-keys.ts'
import { createMailbox, type Mailbox } from '../outbox/mailbox.ts'
import type { Applications } from './application.ts'
import { type Clock, createClock } from './clock.ts'
import type { DeletedObjects } from './deleted-object.ts'
import { createGrants, type Grants } from './grants.ts'
import { createIssued, type Issued } from './issued.ts'
import type { Mailboxes } from './message.ts'
import { createQuotas, type Quotas } from './quotas.ts'
import { createRequestLog, type RequestLog } from './request-log.ts'
import { createSettings, type Settings } from './settings.ts'
import type { Tenant } from './tenant.ts'
import type { User } from './user.ts'

/** Everything the endpoints share. `reset` replaces the contents, never the object. */
export interface World {
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  origin: string
  /**
   * What the login space calls itself in documents and tokens: `origin`, unless it stands for another host whose
   * name a client insists on.
   */
  authorityOrigin: string
  /** `smtp://127.0.0.1:<port>` of the outbox, known once it listens. */
  smtpUrl: string
  keys: SigningKeys
  /** The time the tenant's clock is made of; the real one unless a test brings its own. */
  readTime: () => number
  /** Tells tokens of before a reset from those after it. */
  generation: number
  seed: string
  tenants: Tenant[]
  applications: Applications
  /** What `directory/deletedItems` still has. */
  deletedObjects: DeletedObjects
  grants: Grants
  issued: Issued
  settings: Settings
  faults: Fault[]
  clock: Clock
  quotas: Quotas
  requestLog: RequestLog
  /** The outbox. */
  mailbox: Mailbox
  /** Of the people. */
  mailboxes: Mailboxes
}

export function createWorld(
  keys: SigningKeys,
  { seed, readTime }: Pick<World, 'seed' | 'readTime'>,
): World {
  return {
    origin: '',
    authorityOrigin: '',
    smtpUrl: '',
    keys,
    readTime,
    generation: 0,
    seed,
    tenants: [],
    applications: new Map(),
    ...createState(readTime),
  }
}

type State = Pick<
  World,
  | 'deletedObjects'
  | 'grants'
  | 'issued'
  | 'settings'
  | 'faults'
  | 'clock'
  | 'quotas'
  | 'requestLog'
  | 'mailbox'
  | 'mailboxes'
>

/** The part of the world that a reset empties; people and applications are seeded anew. */
export function createState(readTime: () => number): State {
  return {
    deletedObjects: new Map(),
    grants: createGrants(),
    issued: createIssued(),
    settings: createSettings(),
    faults: [],
    clock: createClock(readTime),
    quotas: createQuotas(),
    requestLog: createRequestLog(),
    mailbox: createMailbox(),
    mailboxes: new Map(),
  }
}

export function readTenant(world: World, idOrDomain: string): Tenant | undefined {
  const key = idOrDomain.toLowerCase()
  return world.tenants.find((tenant) => tenant.id === key || tenant.domain === key)
}

export function getTenant(world: World, id: string): Tenant {
  const tenant = readTenant(world, id)
  if (tenant === undefined) throw new Error(`No tenant ${id}`)
  return tenant
}

/** A person by tenant and object id; undefined once the account is gone. */
export function readAccount(
  world: World,
  account: { tenantId: string; userId: string },
): User | undefined {
  return readTenant(world, account.tenantId)?.usersById.get(account.userId)
}

/** Who types this user name: the tenant is found by the name's domain, a guest's by `#EXT#@`. */
export function readUserByName(world: World, name: string): User | undefined {
  const key = name.trim().toLowerCase()
  for (const tenant of world.tenants) {
    const user = tenant.usersByPrincipalName.get(key)
    if (user !== undefined) return user
  }
  return undefined
}
