const OIDC_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access'])

/**
 * The permissions a token answer really grants, in their short names. What was asked for proves
 * nothing: Entra may grant more, and another authority less (RFC 6749, 5.1).
 *
 * @param scope the answer's `scope`; Entra echoes the spelling of the request
 * @param asked stands in where the answer has none, which by the RFC means "as asked"
 */
export function toGrantedScopes(
  scope: string | undefined,
  asked: readonly string[],
  resource: string,
): string[] {
  const granted = scope?.split(' ') ?? asked
  const names = granted.map((name) => name.replace(`${resource}/`, ''))
  return [...new Set(names)].filter((name) => name !== '' && !OIDC_SCOPES.has(name)).sort()
}
