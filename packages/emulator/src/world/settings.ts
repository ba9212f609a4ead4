/** Claims of an ID token that a registration asks for, or a request does. */
export const optionalClaims = [
  'acrs',
  'auth_time',
  'ctry',
  'email',
  'login_hint',
  'postalCode',
  'sid',
] as const
export type OptionalClaim = (typeof optionalClaims)[number]

export const quotaModes = ['published', 'none'] as const
type QuotaMode = (typeof quotaModes)[number]

type ApiTokenVersion = 1 | 2

export interface Settings {
  /** Lifetime of access tokens issued from now on. */
  accessTokenSeconds: number
  /** Refresh tokens work once. Entra's own stay usable, so this is stricter than the cloud. */
  oneTimeRefreshTokens: boolean
  /**
   * Which scopes of a resource a token carries: those asked for, or all that were ever consented to. Entra
   * does the latter; the former shows at once when a client forgets to ask.
   */
  tokenScopes: 'asked' | 'consented'
  /**
   * A claims challenge is met by a sign-in with those claims only: refreshing with them is refused with
   * `interaction_required` until then, as under a Conditional Access policy.
   */
  claimsNeedInteraction: boolean
  /** Single sign-on goes on silently under `prompt=login` and `max_age`: an authority that misbehaves. */
  ignorePromptLogin: boolean
  /** Left out of ID tokens although asked for. */
  omittedClaims: OptionalClaim[]
  /** Front-channel sign-out carries `iss` besides `sid`, as OpenID Connect says and Entra does not. */
  logoutSendsIssuer: boolean
  /** Graph's limits for users and groups as Microsoft publishes them, or no limits. */
  quotas: QuotaMode
  /** How long a device that asked for a code waits between two questions. */
  deviceCodeIntervalSeconds: number
  /** `requestedAccessTokenVersion` of the tenant's own APIs. */
  apiTokenVersion: ApiTokenVersion
  /** The own APIs' registrations ask for `idtyp`, which tells an application's token from a person's. */
  apiTokenIdtyp: boolean
  /**
   * Mailboxes, by object id or user principal name in small letters, that an application access policy keeps every
   * application by itself out of.
   */
  deniedMailboxes: string[]
}

export function createSettings(): Settings {
  return {
    accessTokenSeconds: 3599,
    oneTimeRefreshTokens: false,
    tokenScopes: 'asked',
    claimsNeedInteraction: false,
    ignorePromptLogin: false,
    omittedClaims: [],
    logoutSendsIssuer: false,
    quotas: 'published',
    deviceCodeIntervalSeconds: 5,
    apiTokenVersion: 2,
    apiTokenIdtyp: false,
    deniedMailboxes: [],
  }
}
