import type { Db } from '@vestibule/store'
import {
  type Batch,
  type Lease,
  readBatchToken,
  saveBatchToken,
  sealForServer,
  toBatchTokenRow,
  UnsealError,
  unsealForServer,
} from '@vestibule/store'
import type { Authority } from '../auth/authority.ts'
import type { TokenKeys } from '../config/token-keys.ts'
import { AppTokenError } from '../tokens/app-token-error.ts'
import type { AppTokens } from '../tokens/app-tokens.ts'
import { createShared } from '../tokens/create-shared.ts'
import { openSealed } from '../tokens/open-sealed.ts'
import { refreshAccessToken } from '../tokens/refresh-access-token.ts'
import { TokenError } from '../tokens/token-error.ts'

interface TokenWish {
  batch: Batch
  lease: Lease
  scopes: string[]
  /** A token that Graph has just refused. */
  refused?: string | undefined
  /** The claims challenge it was refused with. */
  claims?: string | undefined
}

/** Tokens for batches, which go on when their person has left. */
export interface BatchTokens {
  /** Seals a batch's own refresh token, for its row alone. */
  seal(batchId: string, refreshToken: string): Promise<string>
  /** @throws {TokenError} there is none to be had. */
  getAccessToken(wish: TokenWish): Promise<string>
  /** Nobody works at the batch here any more. */
  forget(batchId: string): void
}

interface Deps {
  db: Db
  authority: Authority
  keys: TokenKeys
  appTokens: AppTokens
  resource: string
  now: () => Date
}

const RENEW_BEFORE_MS = 60_000

/** Access tokens stay in memory: whoever takes a batch over asks for their own. */
export function createBatchTokens(deps: Deps): BatchTokens {
  const { db, authority, keys, appTokens, resource, now } = deps
  const kept = new Map<string, { value: string; expiresAt: Date }>()
  const sameBatch = createShared<string>()
  const toContext = (batchId: string) => ({ ring: keys.current(), row: toBatchTokenRow(batchId) })

  const open = (batchId: string, sealed: string) =>
    openSealed(keys, () => unsealForServer(sealed, toContext(batchId)))

  async function refresh({ batch, lease, scopes, refused, claims }: TokenWish): Promise<string> {
    if (batch.actor.kind === 'app')
      return getAppToken(batch.tenantId, scopes, refused !== undefined)
    const sealed = await readBatchToken(db, batch.id)
    if (!sealed) throw new TokenError('session_expired', scopes)
    const { objectId, subject } = batch.actor
    const refreshToken = await open(batch.id, sealed).catch((cause: unknown) => {
      // Its key has left the ring: as good as no token.
      if (cause instanceof UnsealError) throw new TokenError('session_expired', scopes, { cause })
      throw cause
    })
    const answer = await refreshAccessToken(authority, {
      refreshToken,
      resource,
      scopes,
      grantedScopes: [],
      person: { tenantId: batch.tenantId, objectId, subject },
      claims,
      now: now(),
    })
    if (answer.refreshToken) {
      const next = await tokens.seal(batch.id, answer.refreshToken)
      await saveBatchToken(db, { lease, batchId: batch.id, sealed: next })
    }
    if (!scopes.every((scope) => answer.accessToken.scopes.includes(scope))) {
      throw new TokenError('consent_required', scopes)
    }
    kept.set(batch.id, answer.accessToken)
    return answer.accessToken.value
  }

  /** What keeps our own application from having one is for an operator to mend: the batch waits. */
  function getAppToken(tenantId: string, scopes: string[], fresh: boolean): Promise<string> {
    return appTokens.getAppToken({ tenantId, resource, fresh }).catch((cause: unknown) => {
      if (!(cause instanceof AppTokenError)) throw cause
      const failure = cause.failure === 'timeout' ? 'timeout' : 'unavailable'
      throw new TokenError(failure, scopes, { cause })
    })
  }

  const tokens: BatchTokens = {
    seal: (batchId, refreshToken) => sealForServer(refreshToken, toContext(batchId)),
    async getAccessToken(wish) {
      const { batch, refused } = wish
      const token = kept.get(batch.id)
      const isGood = token && token.expiresAt.getTime() - now().getTime() > RENEW_BEFORE_MS
      if (isGood && token.value !== refused) return token.value
      return sameBatch(batch.id, () => refresh(wish))
    },
    forget(batchId) {
      kept.delete(batchId)
    },
  }
  return tokens
}
