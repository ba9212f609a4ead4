/** What the login space handed out and must recognise again. Moments are on the tenant's clock. */
export interface AuthorizationCode {
  clientId: string
  tenantId: string
  userId: string
  redirectUri: string
  /** The `scope` of the authorization request, as sent. */
  scope: string
  nonce: string | undefined
  codeChallenge: string | undefined
  codeChallengeMethod: string
  sessionId: string
  authenticatedAt: number
  issuedAt: number
  isRedeemed: boolean
}

export interface RefreshToken {
  clientId: string
  tenantId: string
  userId: string
  scope: string
  sessionId: string
  authenticatedAt: number
  issuedAt: number
  /** When the first one of its line was issued: a page's tokens do not outlive it by more than a day. */
  startedAt: number
}

/** One account signed in to the browser that holds the single sign-on cookie. */
export interface SignedInAccount {
  userId: string
  tenantId: string
  /** The `sid` claim: one value for all tokens of this account in this browser. */
  sessionId: string
  authenticatedAt: number
}

export interface BrowserSession {
  accounts: SignedInAccount[]
  lastUsedAt: number
}

/** An authorization request whose person is still on the tenant's pages. */
export interface PendingRequest {
  parameters: Record<string, string>
  tenantSegment: string
  account: SignedInAccount | undefined
  startedAt: number
}

export interface Issued {
  codes: Map<string, AuthorizationCode>
  refreshTokens: Map<string, RefreshToken>
  browserSessions: Map<string, BrowserSession>
  pendingRequests: Map<string, PendingRequest>
}

export function createIssued(): Issued {
  return {
    codes: new Map(),
    refreshTokens: new Map(),
    browserSessions: new Map(),
    pendingRequests: new Map(),
  }
}

const keptAtMost = 20_000

/** Adds to a map of issued things and forgets the oldest, so that a long soak does not grow without end. */
export function remember<T>(issued: Map<string, T>, key: string, value: T): void {
  issued.set(key, value)
  if (issued.size <= keptAtMost) return
  const oldest = issued.keys().next()
  if (!oldest.done) issued.delete(oldest.value)
}
