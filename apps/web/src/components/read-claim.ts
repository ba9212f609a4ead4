import type { TokenClaim } from '@vestibule/client'

/** How a claim's value is best shown. */
export type ClaimShape =
  | { kind: 'instant'; at: number; raw: number }
  | { kind: 'list'; items: string[] }
  | { kind: 'structure'; text: string }
  | { kind: 'text'; text: string }

// Seconds since 1970 (RFC 7519 section 2, OpenID Connect Core section 2, Entra's optional claims).
const INSTANTS = new Set([
  'exp',
  'iat',
  'nbf',
  'auth_time',
  'updated_at',
  'xms_tcdt',
  'verified_at',
])

export function toClaimShape({ name, value }: Pick<TokenClaim, 'name' | 'value'>): ClaimShape {
  const seconds = typeof value === 'string' ? Number(value) : value
  if (INSTANTS.has(name) && typeof seconds === 'number' && Number.isSafeInteger(seconds)) {
    return { kind: 'instant', at: seconds * 1_000, raw: seconds }
  }
  if (Array.isArray(value) && value.every(isScalar))
    return { kind: 'list', items: value.map(String) }
  if (typeof value === 'object' && value !== null) {
    return { kind: 'structure', text: JSON.stringify(value, null, 2) }
  }
  return { kind: 'text', text: String(value) }
}

/** The claims that hold `filter` somewhere in their name, value or meaning. */
export function filterClaims(claims: readonly TokenClaim[], filter: string): TokenClaim[] {
  const wanted = filter.trim().toLocaleLowerCase()
  return claims.filter(({ name, value, meaning }) =>
    `${name}\n${JSON.stringify(value)}\n${meaning}`.toLocaleLowerCase().includes(wanted),
  )
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
