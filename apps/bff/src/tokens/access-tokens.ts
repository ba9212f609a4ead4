import type { Db, Lease } from '@vestibule/store'
import { LRUCache } from 'lru-cache'
import type { Authority } from '../auth/authority.ts'
import { createShared } from './create-shared.ts'
import { createTurns } from './create-turns.ts'
import { findOrFetchToken } from './find-or-fetch-token.ts'
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
  /** Told how each refresh went, and of each request that got its token from another's. */
  onRefresh: (outcome: 'ok' | 'failed' | 'joined') => void
  now: () => Date
}

/**
 * At most one refresh runs for a session, over all requests and processes: each takes the refresh
 * token that the last one left. Within a process, whoever wants the same shares one attempt and its
 * end, and other wishes wait their turn; between processes a lease decides, and whoever does not get
 * it looks until the holder has left a token, or is gone.
 */
export function createAccessTokens(deps: Deps): AccessTokens {
  const sameWish = createShared<Found>()
  const inTurn = createTurns<Found>()
  const restsUntil = new LRUCache<string, number>({ max: 10_000 })

  const tokens: AccessTokens = {
    async renewAccessToken(wish) {
      const kept = await deps.vault.readAccessToken(wish.session, wish.resource)
      return tokens.getAccessToken({ ...wish, refused: kept?.value })
    },
    async getAccessToken(wish) {
      const { session, resource, scopes, refused = '', claims = '' } = wish
      const key = [session.id, resource, [...scopes].sort().join(' '), refused, claims].join('|')
      let isOwn = false
      const { token, isFresh } = await sameWish(key, () => {
        isOwn = true
        return inTurn(session.id, () => findOrRefresh(deps, restsUntil, wish))
      })
      if (isFresh && !isOwn) deps.onRefresh('joined')
      return token
    },
  }
  return tokens
}

interface Found {
  token: string
  /** It was made for whoever asked. */
  isFresh: boolean
}

async function findOrRefresh(
  deps: Deps,
  restsUntil: LRUCache<string, number>,
  wish: TokenWish,
): Promise<Found> {
  const { session, resource } = wish
  let isFresh = false
  const token = await findOrFetchToken({
    db: deps.db,
    leaseName: `refresh/${session.id}`,
    place: `${session.id}/${resource}`,
    restsUntil,
    async read() {
      const kept = await deps.vault.readAccessToken(session, resource)
      return kept && covers(kept, wish) && kept.value !== wish.refused ? kept : undefined
    },
    async fetch(lease) {
      const fetched = await refresh(deps, wish, lease).catch((error: unknown) => {
        deps.onRefresh('failed')
        throw error
      })
      deps.onRefresh('ok')
      isFresh = true
      return fetched
    },
    isPassing,
    toTimeout: () => new TokenError('timeout', wish.scopes),
    now: deps.now,
  })
  return { token, isFresh }
}

async function refresh(deps: Deps, wish: TokenWish, lease: Lease): Promise<AccessToken> {
  const { authority, vault, endSession } = deps
  const { session, resource, scopes, claims } = wish
  const kept = await vault.readAccessToken(session, resource)
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
    return answer.accessToken
  } catch (error) {
    if (error instanceof TokenError && error.failure === 'session_expired') {
      await endSession(session.id)
    }
    throw error
  }
}

function covers(token: AccessToken, { scopes }: TokenWish): boolean {
  return scopes.every((scope) => token.scopes.includes(scope))
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof TokenError && (error.failure === 'unavailable' || error.failure === 'timeout')
  )
}
