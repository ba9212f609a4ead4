import { AuthorizationResponseError, ResponseBodyError } from 'openid-client'
import type { SignInFailure } from './sign-in-error.ts'

/**
 * Microsoft's numbers for what went wrong, by what a person can do about it. Those it tells on a page of its
 * own (an unknown redirect URI, a wrong password) never get here.
 * Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const FAMILIES: [SignInFailure, readonly number[]][] = [
  ['admin_consent_required', [65001, 90094, 90095]],
  ['not_assigned', [50105]],
  ['blocked_by_policy', [50005, 50097, 50131, 53000, 53001, 53002, 53003, 53004, 530032]],
  ['more_proof_required', [50072, 50074, 50076, 50078, 50079, 50158]],
  ['account_disabled', [50057]],
  ['account_locked', [50053]],
  ['password_expired', [50055, 50144]],
  ['tenant_not_allowed', [50020, 90072]],
  ['sign_in_used', [54005]],
  ['sign_in_expired', [70008]],
  ['sign_in_loop', [50196]],
  ['access_denied', [65004]],
  [
    'not_configured',
    [
      50194, 65005, 70001, 500011, 650052, 650056, 650057, 700016, 700027, 7000112, 7000215,
      7000222,
    ],
  ],
  ['upstream_unavailable', [90033]],
]

/** Microsoft's number in an answer of the sign-in page or of the token endpoint; undefined where it has none. */
export function readAadsts(cause: unknown): number | undefined {
  if (cause instanceof AuthorizationResponseError) {
    const [, digits] = /^AADSTS(\d{4,8})\b/.exec(cause.error_description ?? '') ?? []
    return digits === undefined ? undefined : Number(digits)
  }
  if (!(cause instanceof ResponseBodyError)) return undefined
  // A list, of which the first is what went wrong.
  const { error_codes } = cause.cause as { error_codes?: unknown }
  const [code] = Array.isArray(error_codes) ? error_codes : []
  return Number.isInteger(code) && code > 0 ? code : undefined
}

/** The family of such a number; undefined for one that says no more than the answer's own `error`. */
export function toFamily(aadsts: number | undefined): SignInFailure | undefined {
  return FAMILIES.find(([, numbers]) => aadsts !== undefined && numbers.includes(aadsts))?.[0]
}
