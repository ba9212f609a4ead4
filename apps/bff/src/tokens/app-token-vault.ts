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
  save(token: AppAccessToken, lease: Lease): Promise<void>
  /** Undefined also for one that no key opens: another can always be fetched. */
  read(resource: string): Promise<AppAccessToken | undefined>
}

export function createAppTokenVault(options: {
  db: Db
  keys: TokenKeys
  tenant: string
  clientId: string
}): AppTokenVault {
  const { db, keys, tenant, clientId } = options
  const toContext = (resource: string) => ({
    ring: keys.current(),
    row: toAppTokenRow({ tenant, clientId, resource }),
  })

  const open = (sealed: string, resource: string) =>
    openOrForget(keys, () => unsealForServer(sealed, toContext(resource)))

  return {
    async save({ value, resource, expiresAt }, lease) {
      const sealed = await sealForServer(value, toContext(resource))
      const row = { tenant, clientId, resource, sealed, expiresAt: expiresAt.toISOString() }
      await saveAppToken(db, row, lease)
    },
    async read(resource) {
      const row = await readAppToken(db, { tenant, clientId, resource })
      const value = row && (await open(row.sealed, resource))
      return value === undefined
        ? undefined
        : { value, resource, expiresAt: new Date(row?.expiresAt ?? 0) }
    },
  }
}
