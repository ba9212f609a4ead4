import type { Setup, SetupPermission } from '@vestibule/client'

export interface PermissionState {
  verdict: 'there' | 'missing' | 'unknown'
  /** `contradicted`: the answer was yes, yet Microsoft refuses the call. */
  consent: 'yes' | 'no' | 'unanswered' | 'contradicted'
  proof: 'now' | 'before' | 'never'
  /** What can be done; nothing where nothing has to be. */
  advice?: 'sign_in' | 'use' | 'consent' | 'consent_again' | 'credential' | 'wait'
}

export interface SetupCount {
  /** Of permissions, each counted once however many features need it. */
  total: number
  missing: number
  unknown: number
  /** Checks besides. */
  failed: number
  untold: number
}

/**
 * The codes by which Microsoft refuses the credential, whatever the organisation consented to:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const CREDENTIAL_CODES = new Set(['AADSTS700024', 'AADSTS700027', 'AADSTS7000215', 'AADSTS7000222'])

const VERDICTS: Record<SetupPermission['probe']['outcome'], PermissionState['verdict']> = {
  passed: 'there',
  missing: 'missing',
  unavailable: 'unknown',
}

/** How far a permission is known to be there. Only the call that was just made decides. */
export function toPermissionState(permission: SetupPermission): PermissionState {
  const verdict = VERDICTS[permission.probe.outcome]
  const advice = toAdvice(permission, verdict)
  return {
    verdict,
    consent: toConsent(permission, verdict),
    proof: verdict === 'there' ? 'now' : permission.provenAt === null ? 'never' : 'before',
    ...(advice && { advice }),
  }
}

export function countSetup({ features, checks }: Pick<Setup, 'features' | 'checks'>): SetupCount {
  const verdicts = new Map(
    features
      .flatMap(({ permissions }) => permissions)
      .map((one) => [`${one.kind} ${one.name}`, toPermissionState(one).verdict]),
  )
  const count = (wanted: PermissionState['verdict']) =>
    [...verdicts.values()].filter((verdict) => verdict === wanted).length
  const countChecks = (wanted: Setup['checks'][number]['outcome']) =>
    checks.filter(({ outcome }) => outcome === wanted).length
  return {
    total: verdicts.size,
    missing: count('missing'),
    unknown: count('unknown'),
    failed: countChecks('failed'),
    untold: countChecks('unavailable'),
  }
}

/** True when something is missing that consent can bring. */
export function needsConsent({ features }: Pick<Setup, 'features'>): boolean {
  return features
    .flatMap(({ permissions }) => permissions.map(toPermissionState))
    .some(({ verdict, advice }) => verdict === 'missing' && advice !== 'credential')
}

function toConsent(
  { isConsented, probe }: SetupPermission,
  verdict: PermissionState['verdict'],
): PermissionState['consent'] {
  if (isConsented === null) return 'unanswered'
  if (!isConsented) return 'no'
  return verdict === 'missing' && !isOfCredential(probe) ? 'contradicted' : 'yes'
}

function toAdvice(
  { asked, isConsented, probe }: SetupPermission,
  verdict: PermissionState['verdict'],
): PermissionState['advice'] {
  if (verdict === 'there') return undefined
  if (isOfCredential(probe)) return 'credential'
  if (verdict === 'unknown') return 'wait'
  if (isConsented) return 'consent_again'
  const ways = { sign_in: 'sign_in', when_needed: 'use', admin_consent: 'consent' } as const
  return ways[asked]
}

function isOfCredential({ code }: SetupPermission['probe']): boolean {
  return code !== null && CREDENTIAL_CODES.has(code)
}
