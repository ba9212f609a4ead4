import {
  type Db,
  type Lease,
  readAppToken,
  saveAppToken,
  sealForServer,
  toAppTokenRow,
  unsealForServer,
} from '@vestibule/store'
import type { TokenKeys } from '../config/token-keys.ts'
import { openOrForget } from './open-sealed.ts'
import type { AccessToken } from './token-vault.ts'

export type AppAccessToken = Pick<AccessToken, 'value' | 'resource' | 'expiresAt'>

/** Where tokens of one application are kept, sealed for its row with the key ring. */
export interface AppTokenVault {
  save(tenantId: string, token: AppAccessToken, lease: Lease): Promise<void>
  /** Undefined also for one that no key opens: another can always be fetched. */
  read(tenantId: string, resource: string): Promise<AppAccessToken | undefined>
}

export function createAppTokenVault(options: {
  db: Db
  keys: TokenKeys
  clientId: string
}): AppTokenVault {
  const { db, keys, clientId } = options
  const toContext = (tenant: string, resource: string) => ({
    ring: keys.current(),
    row: toAppTokenRow({ tenant, clientId, resource }),
  })

  const open = (sealed: string, tenant: string, resource: string) =>
    openOrForget(keys, () => unsealForServer(sealed, toContext(tenant, resource)))

  return {
    async save(tenant, { value, resource, expiresAt }, lease) {
      const sealed = await sealForServer(value, toContext(tenant, resource))
      const row = { tenant, clientId, resource, sealed, expiresAt: expiresAt.toISOString() }
      await saveAppToken(db, row, lease)
    },
    async read(tenant, resource) {
      const row = await readAppToken(db, { tenant, clientId, resource })
      const value = row && (await open(row.sealed, tenant, resource))
      return value === undefined
        ? undefined
        : { value, resource, expiresAt: new Date(row?.expiresAt ?? 0) }
    },
  }
}
