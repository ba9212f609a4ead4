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
}

export function createSettings(): Settings {
  return { accessTokenSeconds: 3599, oneTimeRefreshTokens: false, tokenScopes: 'asked' }
}
