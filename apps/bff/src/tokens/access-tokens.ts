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
}

/** Access tokens that are fit for use, from the vault or fresh from the authority. */
export interface AccessTokens {
  /** @throws {TokenError} there is none to be had; `failure` says why. */
  getAccessToken(wish: TokenWish): Promise<string>
}

const REFRESH_BEFORE_MS = 5 * 60 * 1000

export function createAccessTokens(deps: {
  authority: Authority
  vault: TokenVault
  now: () => Date
}): AccessTokens {
  // Whoever wants the same shares one attempt and its end; other wishes for the same session and
  // resource wait their turn, since each refresh takes the refresh token that the last one left.
  const sameWish = createShared<string>()
  const lastOf = new Map<string, Promise<unknown>>()

  return {
    getAccessToken(wish) {
      const { session, resource, scopes, refused = '' } = wish
      const place = [session.id, resource].join('|')
      return sameWish([place, [...scopes].sort().join(' '), refused].join('|'), () => {
        const before = lastOf.get(place) ?? Promise.resolve()
        const attempt = before.then(() => findOrRefresh(deps, wish))
        const settled = attempt.then(noop, noop)
        lastOf.set(place, settled)
        settled.then(() => lastOf.get(place) === settled && lastOf.delete(place))
        return attempt
      })
    },
  }
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
  deps: { authority: Authority; vault: TokenVault; now: () => Date },
  wish: TokenWish,
): Promise<string> {
  const kept = await deps.vault.readAccessToken(wish.session, wish.resource)
  const now = deps.now()
  const isCovered = kept !== undefined && covers(kept, wish) && kept.value !== wish.refused
  if (isCovered && kept.expiresAt.getTime() - now.getTime() > REFRESH_BEFORE_MS) return kept.value
  try {
    return await refresh(deps, wish, kept, now)
  } catch (error) {
    const isPassing =
      error instanceof TokenError &&
      (error.failure === 'unavailable' || error.failure === 'timeout')
    if (isPassing && isCovered && kept.expiresAt > now) return kept.value
    throw error
  }
}

async function refresh(
  { authority, vault }: { authority: Authority; vault: TokenVault },
  { session, resource, scopes }: TokenWish,
  kept: AccessToken | undefined,
  now: Date,
): Promise<string> {
  const refreshToken = await vault.readRefreshToken(session)
  const claims = await vault.readIdTokenClaims(session)
  if (!refreshToken || !claims) throw new TokenError('session_expired', scopes)
  const person = {
    tenantId: String(claims.tid),
    objectId: String(claims.oid),
    subject: claims.sub,
  }
  const answer = await refreshAccessToken(authority, {
    refreshToken,
    resource,
    scopes,
    grantedScopes: kept?.scopes ?? [],
    person,
    now,
  })
  const { saved } = await vault.save(session, answer)
  if (!saved) throw new TokenError('session_expired', scopes)
  if (!covers(answer.accessToken, { scopes })) throw new TokenError('consent_required', scopes)
  return answer.accessToken.value
}

function covers(token: AccessToken, { scopes }: Pick<TokenWish, 'scopes'>): boolean {
  return scopes.every((scope) => token.scopes.includes(scope))
}
