import { isSignInPage } from '../routes.ts'

/** Why a sign-in did not succeed; the server puts one of these into the address. */
const SIGN_IN_FAILURES = [
  'access_denied',
  'sign_in_expired',
  'sign_in_used',
  'sign_in_not_started_here',
  'tenant_not_allowed',
  'admin_consent_required',
  'not_assigned',
  'blocked_by_policy',
  'more_proof_required',
  'account_disabled',
  'account_locked',
  'password_expired',
  'sign_in_loop',
  'step_up_failed',
  'not_configured',
  'overloaded',
  'upstream_throttled',
  'upstream_unavailable',
  'upstream_timeout',
  'sign_in_failed',
] as const

/** As long as any that the server tells. */
const LONGEST_PAUSE_SECONDS = 3600

export type SignInFailureCode = (typeof SIGN_IN_FAILURES)[number]

export interface SignInFailure {
  code: SignInFailureCode
  /** To quote when asking for help. */
  reference?: string
  /** Microsoft’s own number of it. */
  aadsts?: string
  /** How long Microsoft asks to wait. */
  retryAfterSeconds?: number
}

/**
 * Reads the failure from the sign-in page's address; other pages' `error` is their own.
 *
 * @param away the reference of a page that the server sent because it could not tell who asks
 */
export function readSignInFailure(
  place: Pick<Location, 'pathname' | 'search'>,
  away?: string,
): SignInFailure | undefined {
  if (away !== undefined) return { code: 'overloaded', reference: away }
  if (!isSignInPage(place)) return undefined
  const query = new URLSearchParams(place.search)
  const given = query.get('error')
  if (!given) return undefined
  const code = SIGN_IN_FAILURES.find((known) => known === given) ?? 'sign_in_failed'
  const reference = query.get('ref') ?? ''
  // Anyone can write a link to this page: what it shows of the address must not be able to talk.
  const aadsts = query.get('aadsts') ?? ''
  const retryAfter = Number(/^\d{1,4}$/.exec(query.get('retryAfter') ?? '')?.[0] ?? 0)
  return {
    code,
    ...(/^[\w.:-]{1,64}$/.test(reference) && { reference }),
    ...(/^\d{4,8}$/.test(aadsts) && { aadsts }),
    ...(retryAfter > 0 && retryAfter <= LONGEST_PAUSE_SECONDS && { retryAfterSeconds: retryAfter }),
  }
}
