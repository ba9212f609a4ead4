/** What a sign-in leads to, which every token of its line carries on. Moments are on the tenant's clock. */
export interface SignInOutcome {
  sessionId: string
  authenticatedAt: number
  /** Demands of claims challenges that the person has met by signing in. */
  metDemands: Demands
  /** Authentication contexts proved for this request. */
  acrs: string[]
}

/** Members of `access_token` in a `claims` parameter, such as `nbf`, without those that demand nothing. */
export type Demands = Record<string, unknown>

/** What the login space handed out and must recognise again. */
export interface AuthorizationCode extends SignInOutcome {
  clientId: string
  tenantId: string
  userId: string
  redirectUri: string
  /** The `scope` of the authorization request, as sent. */
  scope: string
  nonce: string | undefined
  codeChallenge: string | undefined
  codeChallengeMethod: string
  /** The authorization request declared that the client can answer claims challenges. */
  handlesChallenges: boolean
  issuedAt: number
  isRedeemed: boolean
}

export interface RefreshToken extends SignInOutcome {
  clientId: string
  tenantId: string
  userId: string
  scope: string
  issuedAt: number
  /** When the first one of its line was issued: a page's tokens do not outlive it by more than a day. */
  startedAt: number
}

/** Who signed in for a device. */
export interface DeviceApproval extends SignInOutcome {
  tenantId: string
  userId: string
}

/** A device that shows a code and asks again and again whether somebody has typed it. */
export interface DeviceAuthorization {
  clientId: string
  /** What the person types. */
  userCode: string
  /** Of the address that the device asked at. */
  tenantSegment: string
  /** Of its request. */
  parameters: Record<string, string>
  issuedAt: number
  answer: DeviceApproval | 'declined' | undefined
  isRedeemed: boolean
}

/** Where an account went from here: an application, and the origin it took its answers on. */
interface VisitedApplication {
  clientId: string
  origin: string
}

/** One account signed in to the browser that holds the single sign-on cookie. */
export interface SignedInAccount {
  userId: string
  tenantId: string
  /** The `sid` claim: one value for all tokens of this account in this browser. */
  sessionId: string
  /** When the person last proved who they are; single sign-on leaves it alone. */
  authenticatedAt: number
  metDemands: Demands
  /** Whom to tell when the session ends. */
  visited: VisitedApplication[]
}

export interface BrowserSession {
  accounts: SignedInAccount[]
  lastUsedAt: number
}

/** Why a person is on the tenant's pages; admin consent has an older form, for all that a registration lists. */
export type Purpose = 'authorize' | 'device' | 'adminConsent' | 'olderAdminConsent'

/** A request whose person is still on the tenant's pages. */
export interface PendingRequest {
  purpose: Purpose
  parameters: Record<string, string>
  tenantSegment: string
  account: SignedInAccount | undefined
  startedAt: number
}

/** A code that was mailed. */
export interface MailedCode {
  text: string
  sentAt: number
  wrongTries: number
}

export type CustomerPage = 'password' | 'code' | 'new-password' | 'attributes'

/** How far a customer has come on the pages behind the first one. Each page is answered once. */
export interface CustomerVisit {
  /** The request that the person came with. */
  requestId: string
  page: CustomerPage
  goal: 'signIn' | 'signUp' | 'reset'
  email: string
  /** What the page asks for, if it asks for one. */
  code?: MailedCode
  /** Chosen on the page before; undefined for an account without one. */
  password?: string | undefined
}

export interface Issued {
  codes: Map<string, AuthorizationCode>
  refreshTokens: Map<string, RefreshToken>
  deviceAuthorizations: Map<string, DeviceAuthorization>
  browserSessions: Map<string, BrowserSession>
  pendingRequests: Map<string, PendingRequest>
  customerVisits: Map<string, CustomerVisit>
}

export function createIssued(): Issued {
  return {
    codes: new Map(),
    refreshTokens: new Map(),
    deviceAuthorizations: new Map(),
    browserSessions: new Map(),
    pendingRequests: new Map(),
    customerVisits: new Map(),
  }
}

const keptAtMost = 20_000

/** Adds to a map of issued things and forgets the oldest, so that a long soak does not grow without end. */
export function remember<T>(
  issued: Map<string, T>,
  key: string,
  value: T,
  most: number = keptAtMost,
): void {
  issued.set(key, value)
  if (issued.size <= most) return
  const oldest = issued.keys().next()
  if (!oldest.done) issued.delete(oldest.value)
}
