import type { Db } from '@vestibule/store'
import { LRUCache } from 'lru-cache'
import type { Authority } from '../auth/authority.ts'
import type { TokenKeys } from '../config/token-keys.ts'
import { AppTokenError } from './app-token-error.ts'
import { fetchAppToken } from './app-token-fetch.ts'
import { createAppTokenVault } from './app-token-vault.ts'
import { createShared } from './create-shared.ts'
import { findOrFetchToken } from './find-or-fetch-token.ts'

interface AppTokenWish {
  /** Where the application acts: in one tenant at a time. */
  tenantId: string
  /** Such as `https://graph.microsoft.com`. */
  resource: string
  /** One that was made just now, whatever is kept: it shows what was granted or taken away since. */
  fresh?: boolean
}

/** Access tokens of the application itself, without a person, good for all it has been granted. */
export interface AppTokens {
  /** @throws {AppTokenError} there is none to be had; `failure` says why. */
  getAppToken(wish: AppTokenWish): Promise<string>
}

interface Deps {
  db: Db
  authority: Authority
  keys: TokenKeys
  clientId: string
  now: () => Date
}

/**
 * A token is shared by all requests and processes until five minutes before it expires; Entra
 * throttles an application that asks each time.
 */
export function createAppTokens(deps: Deps): AppTokens {
  const { db, authority, now } = deps
  const vault = createAppTokenVault(deps)
  const sameWish = createShared<string>()
  const restsUntil = new LRUCache<string, number>({ max: 100 })
  return {
    getAppToken: ({ tenantId, resource, fresh = false }) =>
      sameWish(`${fresh ? 'fresh' : 'kept'} ${tenantId} ${resource}`, () =>
        findOrFetchToken({
          db,
          leaseName: `app-token/${tenantId}/${resource}`,
          place: `${tenantId}/${resource}`,
          restsUntil,
          read: async () => (fresh ? undefined : vault.read(tenantId, resource)),
          async fetch(lease) {
            const token = await fetchAppToken(authority, { tenantId, resource }, now())
            await vault.save(tenantId, token, lease)
            return token
          },
          isPassing: (error) =>
            error instanceof AppTokenError &&
            (error.failure === 'unavailable' || error.failure === 'timeout'),
          toTimeout: () =>
            new AppTokenError('timeout', `Another process has been fetching one for ${resource}.`),
          now,
        }),
      ),
  }
}
