import type { TokenClaim, TokenClaims } from '@vestibule/client'

export type TokenCheck = NonNullable<TokenClaims['idToken']>['validation'][number]

/** How a claim's value is best shown. */
export type ClaimShape =
  | { kind: 'instant'; at: number; raw: number }
  | { kind: 'list'; items: NamedValue[] }
  | { kind: 'structure'; text: string }
  | { kind: 'text'; item: NamedValue }

/** A value and, where it is an id or a code that is known, what it stands for. */
export interface NamedValue {
  text: string
  name: string | undefined
}

export function toClaimShape({ value, flags, names }: TokenClaim): ClaimShape {
  const seconds = typeof value === 'string' ? Number(value) : value
  if (flags.includes('time') && typeof seconds === 'number' && Number.isSafeInteger(seconds)) {
    return { kind: 'instant', at: seconds * 1_000, raw: seconds }
  }
  if (Array.isArray(value) && value.every(isScalar)) {
    return { kind: 'list', items: value.map((item) => toNamedValue(String(item), names)) }
  }
  if (typeof value === 'object' && value !== null) {
    return { kind: 'structure', text: JSON.stringify(value, null, 2) }
  }
  return { kind: 'text', item: toNamedValue(String(value), names) }
}

/** The claims that hold `filter` somewhere in their name, value, meaning or the names of their ids. */
export function filterClaims(claims: readonly TokenClaim[], filter: string): TokenClaim[] {
  const wanted = filter.trim().toLocaleLowerCase()
  return claims.filter(({ name, value, meaning, names }) =>
    [name, JSON.stringify(value), meaning, ...Object.values(names)]
      .join('\n')
      .toLocaleLowerCase()
      .includes(wanted),
  )
}

const GROUPS = ['person', 'organisation', 'sign_in', 'machine', 'other'] as const

/** The claims by what they tell of, in the order in which they are read; no empty groups. */
export function groupClaims(claims: readonly TokenClaim[]) {
  return GROUPS.map((group) => ({
    group,
    claims: claims.filter((claim) => claim.group === group),
  })).filter((each) => each.claims.length > 0)
}

/** The claims as the token holds them, to be copied. */
export function toClaimsJson(claims: readonly TokenClaim[]): string {
  return JSON.stringify(Object.fromEntries(claims.map(({ name, value }) => [name, value])), null, 2)
}

/** The two ends of an ISO 8601 interval, or nothing where it is none. */
export function readInterval(text: string): { from: string; to: string } | undefined {
  const [from, to, ...rest] = text.split('/')
  if (!from || !to || rest.length > 0) return undefined
  const isInterval = [from, to].every((end) => Number.isFinite(Date.parse(end)))
  return isInterval ? { from, to } : undefined
}

function toNamedValue(text: string, names: TokenClaim['names']): NamedValue {
  return { text, name: Object.hasOwn(names, text) ? names[text] : undefined }
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
