import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { acquireLease, type Db, type Lease, releaseLease, renewLease } from '@vestibule/store'
import type { LRUCache } from 'lru-cache'
import type { AccessToken } from './token-vault.ts'

type Token = Pick<AccessToken, 'value' | 'expiresAt'>

interface TokenSource {
  db: Db
  /** Names what only one process may do at a time. */
  leaseName: string
  /** Names the token among those of `restsUntil`. */
  place: string
  /** Until when each token is left alone, in ms since 1970. */
  restsUntil: LRUCache<string, number>
  /** The token that is kept, if it is one that will do. */
  read: () => Promise<Token | undefined>
  /** Gets another and keeps it, under the lease. */
  fetch: (lease: Lease) => Promise<Token>
  /** Whether a failure passes, so that a token that is still good may serve meanwhile. */
  isPassing: (error: unknown) => boolean
  /** What is thrown when another process has been at it for too long. */
  toTimeout: () => Error
  now: () => Date
}

const RENEW_BEFORE_MS = 5 * 60 * 1000
/** A token that is still good is not renewed again so soon, nor after a failure that passes. */
const REST_MS = { afterFetch: 60_000, afterFailure: 10_000 }
/** Renewed while the request runs: when its process is killed, the next one goes on after this. */
const LEASE_MS = 5000
const RENEW_LEASE_EVERY_MS = 1500
const LONGEST_WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * A token with five minutes left or more: the one that is kept, or another. At most one process
 * fetches it: a lease decides, and whoever does not get it looks until the holder has left a token,
 * or is gone. One that is nearly over serves meanwhile, and to its end when it cannot be renewed.
 */
export async function findOrFetchToken(source: TokenSource): Promise<string> {
  const { db, leaseName, place, restsUntil, read, isPassing, toTimeout, now } = source
  const toKey = ({ expiresAt }: Token) => `${place} ${expiresAt.getTime()}`
  const rest = (token: Token, ms: number) => restsUntil.set(toKey(token), now().getTime() + ms)
  const giveUpAt = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const kept = await read()
    if (kept && !isDue(kept, now())) return kept.value
    const stillGood = kept && kept.expiresAt > now() ? kept : undefined
    const restsTo = stillGood && restsUntil.get(toKey(stillGood))
    if (stillGood && now().getTime() < (restsTo ?? 0)) return stillGood.value

    const holder = randomUUID()
    const lease = await acquireLease(db, { name: leaseName, holder, forMs: LEASE_MS })
    if (lease) {
      try {
        const token = await fetchUnder(lease, source)
        rest(token, REST_MS.afterFetch)
        return token.value
      } catch (error) {
        if (!stillGood || !isPassing(error)) throw error
        rest(stillGood, REST_MS.afterFailure)
        return stillGood.value
      }
    }
    // Another process is at it.
    if (stillGood) return stillGood.value
    if (performance.now() > giveUpAt) throw toTimeout()
    await wait(LOOK_EVERY_MS)
  }
}

async function fetchUnder(lease: Lease, { db, read, fetch, now }: TokenSource): Promise<Token> {
  // A renewal that fails shows when the token is saved: that takes the lease as well.
  const renewal = setInterval(
    () => renewLease(db, lease, LEASE_MS).catch(() => {}),
    RENEW_LEASE_EVERY_MS,
  )
  try {
    // The holder before us may have left what we want.
    const kept = await read()
    return kept && !isDue(kept, now()) ? kept : await fetch(lease)
  } finally {
    clearInterval(renewal)
    await releaseLease(db, lease)
  }
}

function isDue({ expiresAt }: Token, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() <= RENEW_BEFORE_MS
}
