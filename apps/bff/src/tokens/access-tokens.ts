import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { acquireLease, type Db, type Lease, releaseLease, renewLease } from '@vestibule/store'
import { LRUCache } from 'lru-cache'
import type { Authority } from '../auth/authority.ts'
import { refreshAccessToken } from './refresh-access-token.ts'
import { TokenError } from './token-error.ts'
import type { AccessToken, SessionHandle, TokenVault } from './token-vault.ts'

interface TokenWish {
  session: SessionHandle
  resource: string
  scopes: string[]
  /** A token the resource has just refused: not to be given again. */
  refused?: string | undefined
  /** The claims challenge it was refused with. */
  claims?: string | undefined
}

/** Access tokens that are fit for use, from the vault or fresh from the authority. */
export interface AccessTokens {
  /** @throws {TokenError} there is none to be had; `failure` says why. */
  getAccessToken(wish: TokenWish): Promise<string>
  /**
   * One that was made just now, whatever is kept: it shows what was granted or taken away since.
   *
   * @throws {TokenError}
   */
  renewAccessToken(wish: Pick<TokenWish, 'session' | 'resource' | 'scopes'>): Promise<string>
}

interface Deps {
  db: Db
  authority: Authority
  vault: TokenVault
  /** Ends a session whose tokens are gone for good. */
  endSession: (sessionId: string) => Promise<void>
  now: () => Date
}

const REFRESH_BEFORE_MS = 5 * 60 * 1000
/** A token that is still good is not renewed again so soon, nor after a failure that passes. */
const REST_MS = { afterRefresh: 60_000, afterFailure: 10_000 }
/** Renewed while the refresh runs: when its process is killed, the next one goes on after this. */
const LEASE_MS = 5000
const RENEW_EVERY_MS = 1500
const LONGEST_WAIT_MS = 15_000
const LOOK_EVERY_MS = 50

/**
 * At most one refresh runs for a session, over all requests and processes: each takes the refresh
 * token that the last one left. Within a process, whoever wants the same shares one attempt and its
 * end, and other wishes wait their turn; between processes a lease decides, and whoever does not get
 * it looks until the holder has left a token, or is gone.
 */
export function createAccessTokens(deps: Deps): AccessTokens {
  const sameWish = createShared<string>()
  const lastOf = new Map<string, Promise<unknown>>()
  const restsUntil = new LRUCache<string, number>({ max: 10_000 })

  const tokens: AccessTokens = {
    async renewAccessToken(wish) {
      const kept = await deps.vault.readAccessToken(wish.session, wish.resource)
      return tokens.getAccessToken({ ...wish, refused: kept?.value })
    },
    getAccessToken(wish) {
      const { session, resource, scopes, refused = '', claims = '' } = wish
      const key = [session.id, resource, [...scopes].sort().join(' '), refused, claims].join('|')
      return sameWish(key, () => {
        const before = lastOf.get(session.id) ?? Promise.resolve()
        const attempt = before.then(() => findOrRefresh(deps, restsUntil, wish))
        const settled = attempt.then(noop, noop)
        lastOf.set(session.id, settled)
        settled.then(() => lastOf.get(session.id) === settled && lastOf.delete(session.id))
        return attempt
      })
    },
  }
  return tokens
}

const noop = () => {}

/** Runs what is asked for under a key once at a time: who asks meanwhile gets the same promise. */
function createShared<T>() {
  const running = new Map<string, Promise<T>>()
  return (key: string, run: () => Promise<T>): Promise<T> => {
    const known = running.get(key)
    if (known) return known
    const attempt = run().finally(() => running.delete(key))
    running.set(key, attempt)
    return attempt
  }
}

async function findOrRefresh(
  deps: Deps,
  restsUntil: LRUCache<string, number>,
  wish: TokenWish,
): Promise<string> {
  const { session, resource } = wish
  const place = `${session.id}/${resource}`
  const rest = (ms: number) => restsUntil.set(place, deps.now().getTime() + ms)
  const giveUpAt = performance.now() + LONGEST_WAIT_MS
  for (;;) {
    const now = deps.now()
    const kept = await deps.vault.readAccessToken(session, resource)
    const fit = kept && isFit(kept, wish) ? kept : undefined
    if (fit && !isDue(fit, now)) return fit.value
    const stillGood = fit && fit.expiresAt > now ? fit.value : undefined
    if (stillGood && now.getTime() < (restsUntil.get(place) ?? 0)) return stillGood

    const name = `refresh/${session.id}`
    const lease = await acquireLease(deps.db, { name, holder: randomUUID(), forMs: LEASE_MS })
    if (lease) {
      try {
        const value = await whileHolding(deps.db, lease, () => refresh(deps, wish, lease))
        rest(REST_MS.afterRefresh)
        return value
      } catch (error) {
        if (!stillGood || !isPassing(error)) throw error
        rest(REST_MS.afterFailure)
        return stillGood
      }
    }
    // Another process is at it.
    if (stillGood) return stillGood
    if (performance.now() > giveUpAt) throw new TokenError('timeout', wish.scopes)
    await wait(LOOK_EVERY_MS)
  }
}

async function whileHolding<T>(db: Db, lease: Lease, run: () => Promise<T>): Promise<T> {
  // A renewal that fails shows when the tokens are saved: that takes the lease as well.
  const renewal = setInterval(() => renewLease(db, lease, LEASE_MS).catch(noop), RENEW_EVERY_MS)
  try {
    return await run()
  } finally {
    clearInterval(renewal)
    await releaseLease(db, lease)
  }
}

async function refresh(deps: Deps, wish: TokenWish, lease: Lease): Promise<string> {
  const { authority, vault, endSession } = deps
  const { session, resource, scopes, claims } = wish
  // The holder before us may have left what we want.
  const kept = await vault.readAccessToken(session, resource)
  if (kept && isFit(kept, wish) && !isDue(kept, deps.now())) return kept.value
  try {
    const refreshToken = await vault.readRefreshToken(session)
    const idTokenClaims = await vault.readIdTokenClaims(session)
    if (!refreshToken || !idTokenClaims) throw new TokenError('session_expired', scopes)
    const person = {
      tenantId: String(idTokenClaims.tid),
      objectId: String(idTokenClaims.oid),
      subject: idTokenClaims.sub,
    }
    const request = { refreshToken, resource, scopes, person, claims, now: deps.now() }
    const grantedScopes = kept?.scopes ?? []
    const answer = await refreshAccessToken(authority, { ...request, grantedScopes }).catch(
      (error: unknown) => {
        // One of those granted before may have been taken away: it must not take the others along.
        const isRefused = error instanceof TokenError && error.failure === 'consent_required'
        if (!isRefused || grantedScopes.every((scope) => scopes.includes(scope))) throw error
        return refreshAccessToken(authority, { ...request, grantedScopes: [] })
      },
    )
    const outcome = await vault.save(session, answer, lease)
    if (!outcome.saved) {
      const failure = outcome.reason === 'session_ended' ? 'session_expired' : 'unavailable'
      throw new TokenError(failure, scopes)
    }
    if (!covers(answer.accessToken, wish)) throw new TokenError('consent_required', scopes)
    return answer.accessToken.value
  } catch (error) {
    if (error instanceof TokenError && error.failure === 'session_expired') {
      await endSession(session.id)
    }
    throw error
  }
}

function isFit(token: AccessToken, wish: TokenWish): boolean {
  return covers(token, wish) && token.value !== wish.refused
}

function covers(token: AccessToken, { scopes }: TokenWish): boolean {
  return scopes.every((scope) => token.scopes.includes(scope))
}

function isDue(token: AccessToken, now: Date): boolean {
  return token.expiresAt.getTime() - now.getTime() <= REFRESH_BEFORE_MS
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof TokenError && (error.failure === 'unavailable' || error.failure === 'timeout')
  )
}
