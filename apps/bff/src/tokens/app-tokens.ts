import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { acquireLease, type Db, type Lease, releaseLease, renewLease } from '@vestibule/store'
import type { Authority } from '../auth/authority.ts'
import type { TokenKeys } from '../config/token-keys.ts'
import { AppTokenError } from './app-token-error.ts'
import { fetchAppToken } from './app-token-fetch.ts'
import { type AppTokenVault, createAppTokenVault } from './app-token-vault.ts'

import type { AccessToken } from './token-vault.ts'

interface AppTokenWish {
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
  /** As it was configured: an id or a domain name. */
  tenant: string
  clientId: string
  now: () => Date
}

const RENEW_BEFORE_MS = 5 * 60 * 1000
/** How long a token that is still good serves after a renewal that failed. */
const REST_MS = 10_000
/** Renewed while the request runs: when its process is killed, the next one goes on after this. */
const LEASE_MS = 5000
const RENEW_LEASE_EVERY_MS = 1500
const LONGEST_WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * A token is shared by all requests and processes until five minutes before it expires. One process
 * fetches it, the others wait until it is there; Entra throttles an application that asks each time.
 */
export function createAppTokens(deps: Deps): AppTokens {
  const vault = createAppTokenVault(deps)
  const restsUntil = new Map<string, number>()
  const running = new Map<string, Promise<string>>()
  return {
    getAppToken({ resource, fresh = false }) {
      const key = `${fresh ? 'fresh' : 'kept'} ${resource}`
      const known = running.get(key)
      if (known) return known
      const attempt = findOrFetch({ ...deps, vault, restsUntil }, resource, fresh).finally(() =>
        running.delete(key),
      )
      running.set(key, attempt)
      return attempt
    },
  }
}

interface Parts extends Deps {
  vault: AppTokenVault
  /** By resource. */
  restsUntil: Map<string, number>
}

async function findOrFetch(parts: Parts, resource: string, fresh: boolean): Promise<string> {
  const { db, vault, restsUntil, now } = parts
  const giveUpAt = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const kept = fresh ? undefined : await vault.read(resource)
    if (kept && !isDue(kept, now())) return kept.value
    const stillGood = kept && kept.expiresAt > now() ? kept.value : undefined
    if (stillGood && now().getTime() < (restsUntil.get(resource) ?? 0)) return stillGood

    const wanted = { name: `app-token/${resource}`, holder: randomUUID(), forMs: LEASE_MS }
    const lease = await acquireLease(db, wanted)
    if (lease) {
      try {
        return await fetchUnder(lease, parts, resource, fresh)
      } catch (error) {
        if (!stillGood || !isPassing(error)) throw error
        restsUntil.set(resource, now().getTime() + REST_MS)
        return stillGood
      }
    }
    // Another process is at it.
    if (stillGood) return stillGood
    if (performance.now() > giveUpAt) {
      throw new AppTokenError(
        'timeout',
        `Another process has been fetching a token for ${resource}.`,
      )
    }
    await wait(LOOK_EVERY_MS)
  }
}

async function fetchUnder(
  lease: Lease,
  { db, vault, authority, now }: Parts,
  resource: string,
  fresh: boolean,
): Promise<string> {
  // A renewal that fails shows when the token is saved: that takes the lease as well.
  const renewal = setInterval(
    () => renewLease(db, lease, LEASE_MS).catch(() => {}),
    RENEW_LEASE_EVERY_MS,
  )
  try {
    // The holder before us may have left what we want.
    const kept = fresh ? undefined : await vault.read(resource)
    if (kept && !isDue(kept, now())) return kept.value
    const token = await fetchAppToken(authority, resource, now())
    await vault.save(token, lease)
    return token.value
  } finally {
    clearInterval(renewal)
    await releaseLease(db, lease)
  }
}

function isDue({ expiresAt }: Pick<AccessToken, 'expiresAt'>, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() <= RENEW_BEFORE_MS
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof AppTokenError &&
    (error.failure === 'unavailable' || error.failure === 'timeout')
  )
}
