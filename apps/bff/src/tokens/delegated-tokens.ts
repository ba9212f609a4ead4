import { hkdfSync } from 'node:crypto'
import {
  type Db,
  hashSecret,
  type Lease,
  readDelegatedToken,
  saveDelegatedToken,
  seal,
  toDelegatedTokenRow,
  unseal,
} from '@vestibule/store'
import { LRUCache } from 'lru-cache'
import type { Authority } from '../auth/authority.ts'
import type { TokenKeys } from '../config/token-keys.ts'
import { createShared } from './create-shared.ts'
import { createTurns } from './create-turns.ts'
import { findOrFetchToken } from './find-or-fetch-token.ts'
import type { GraphTokens, GraphTokenWish } from './graph-tokens.ts'
import { exchangeOnBehalfOf } from './on-behalf-of.ts'
import { openOrForget } from './open-sealed.ts'
import { TokenError } from './token-error.ts'
import type { AccessToken } from './token-vault.ts'

interface Deps {
  db: Db
  authority: Authority
  keys: TokenKeys
  resource: string
  now: () => Date
}

/** Tokens for Graph on behalf of callers that show a bearer token. */
export interface DelegatedTokens {
  /** @param assertion the caller's bearer token, verified */
  forCaller(assertion: string): GraphTokens
}

/**
 * Kept until they expire, for whoever shows the same bearer token again: sealed with a key that only that
 * token gives, so that the database alone opens none of them, and no caller is ever given another's.
 * Over all requests and processes one exchange at a time is made for a bearer token.
 */
export function createDelegatedTokens(deps: Deps): DelegatedTokens {
  const { db, authority, keys, resource, now } = deps
  const sameWish = createShared<string>()
  const inTurn = createTurns<string>()
  const restsUntil = new LRUCache<string, number>({ max: 10_000 })

  function forCaller(assertion: string): GraphTokens {
    const assertionHash = hashSecret(assertion)
    const toContext = () => ({
      ring: keys.current(),
      sessionKey: deriveKey(assertion),
      row: toDelegatedTokenRow({ assertionHash, resource }),
    })

    async function read(): Promise<AccessToken | undefined> {
      const row = await readDelegatedToken(db, { assertionHash, resource })
      const value = row && (await openOrForget(keys, () => unseal(row.sealed, toContext())))
      if (!row || value === undefined) return undefined
      return { value, resource, scopes: row.scopes, expiresAt: new Date(row.expiresAt) }
    }

    async function exchange({ scopes, claims }: GraphTokenWish, lease: Lease) {
      const kept = await read()
      const ask = (wanted: string[]) =>
        exchangeOnBehalfOf(authority, { assertion, resource, scopes: wanted, claims, now: now() })
      const all = [...new Set([...(kept?.scopes ?? []), ...scopes])].sort()
      const { accessToken } = await ask(all).catch((error: unknown) => {
        // One of those granted before may have been taken away: it must not take the others along.
        const isRefused = error instanceof TokenError && error.failure === 'consent_required'
        if (!isRefused || all.length === scopes.length) throw error
        return ask(scopes)
      })
      await saveDelegatedToken(
        db,
        {
          assertionHash,
          resource,
          scopes: accessToken.scopes,
          sealed: await seal(accessToken.value, toContext()),
          expiresAt: accessToken.expiresAt.toISOString(),
        },
        lease,
      )
      if (!covers(accessToken, scopes)) throw new TokenError('consent_required', scopes)
      return accessToken
    }

    function findOrExchange(wish: GraphTokenWish): Promise<string> {
      return findOrFetchToken({
        db,
        leaseName: `on-behalf-of/${assertionHash}`,
        place: assertionHash,
        restsUntil,
        async read() {
          const kept = await read()
          const serves = kept && covers(kept, wish.scopes) && kept.value !== wish.refused
          return serves ? kept : undefined
        },
        fetch: (lease) => exchange(wish, lease),
        isPassing: (error) =>
          error instanceof TokenError &&
          (error.failure === 'unavailable' || error.failure === 'timeout'),
        toTimeout: () => new TokenError('timeout', wish.scopes),
        now,
      })
    }

    return {
      getAccessToken(wish) {
        const { scopes, refused = '', claims = '' } = wish
        const key = [assertionHash, [...scopes].sort().join(' '), refused, claims].join('|')
        return sameWish(key, () => inTurn(assertionHash, () => findOrExchange(wish)))
      },
      async takeRefreshToken(scopes) {
        const wish = { assertion, resource, scopes, offline: true, now: now() }
        const { refreshToken, subject } = await exchangeOnBehalfOf(authority, wish)
        if (!refreshToken) throw new TokenError('consent_required', ['offline_access'])
        return { refreshToken, subject }
      },
    }
  }

  return { forCaller }
}

function covers({ scopes }: AccessToken, wanted: string[]): boolean {
  return wanted.every((scope) => scopes.includes(scope))
}

/** The inner key of the two (HKDF, RFC 5869): the database holds only a hash of what it comes from. */
function deriveKey(assertion: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', assertion, '', 'vestibule delegated token key', 32))
}
