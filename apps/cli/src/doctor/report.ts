import { listFeatures } from '@vestibule/bff/setup'
import type { Setup, SetupCheck, SetupPermission } from '@vestibule/contract'
import { type Advice, ASKED, CHECKS, PROBED, REASONS } from './texts.ts'

/** `unproven`: nothing is known to be wrong, but not all was seen to work. */
export type Verdict = 'proven' | 'unproven' | 'failed'

const MARKS = { passed: '✓', failed: '✗', missing: '✗', unavailable: '?' }

/** What all of it comes to. Nothing counts as working that no call has just proved. */
export function toVerdict({ checks, features }: Setup): Verdict {
  const outcomes = [
    ...checks.map(({ outcome }) => outcome),
    ...features.flatMap(({ permissions }) => permissions.map(({ probe }) => probe.outcome)),
  ]
  if (outcomes.some((outcome) => outcome === 'failed' || outcome === 'missing')) return 'failed'
  return outcomes.every((outcome) => outcome === 'passed') ? 'proven' : 'unproven'
}

/** For a person at a terminal: a line for each thing, with cause and fix where there is one. */
export function toReport(setup: Setup, { hasSignedIn }: { hasSignedIn: boolean }): string {
  const lines = [`Tenant ${setup.tenantId}, checked at ${setup.checkedAt}`, '', 'Checks']
  lines.push(...setup.checks.flatMap(toCheckLines))
  const names = new Map(
    listFeatures(new Set(setup.features.map(({ id }) => id))).map(({ id, name }) => [id, name]),
  )
  for (const { id, permissions } of setup.features) {
    lines.push('', names.get(id) ?? id)
    lines.push(...permissions.flatMap((one) => toPermissionLines(one, hasSignedIn)))
  }
  const verdicts: Record<Verdict, string> = {
    proven: 'Everything works: each line was proved just now.',
    unproven: 'Nothing is known to be wrong, but not everything could be proved.',
    failed: 'Something does not work: see the lines with ✗.',
  }
  lines.push('', verdicts[toVerdict(setup)])
  const permissions = setup.features.flatMap((feature) => feature.permissions)
  if (permissions.some((one) => isUntried(one, hasSignedIn))) {
    lines.push('Nobody signed in, as whom the delegated ones would act: run this with --sign-in.')
  }
  return lines.join('\n')
}

function toCheckLines({ id, outcome, reason, subject }: SetupCheck): string[] {
  const line = `${MARKS[outcome]} ${CHECKS[id]}`
  return reason === null ? [line] : [line, ...toAdviceLines(REASONS[reason](subject ?? ''))]
}

function toPermissionLines(permission: SetupPermission, hasSignedIn: boolean): string[] {
  const { name, kind, asked, isConsented, provenAt, probe } = permission
  const facts = [
    ASKED[asked],
    isConsented === null ? 'consent unknown' : isConsented ? 'consented' : 'not consented',
    probe.outcome === 'passed' ? 'proven now' : provenAt ? `proven at ${provenAt}` : 'not proven',
    probe.code === null ? PROBED[probe.outcome] : `${PROBED[probe.outcome]} (${probe.code})`,
  ]
  const line = `${MARKS[probe.outcome]} ${name} (${kind}): ${facts.join(', ')}`
  // That nobody signed in is said once, at the end.
  if (probe.outcome === 'passed' || isUntried(permission, hasSignedIn)) return [line]
  return [line, ...toAdviceLines(toPermissionAdvice(permission))]
}

/** It would act as a person, and there is none. */
function isUntried({ kind, probe }: SetupPermission, hasSignedIn: boolean): boolean {
  return kind === 'delegated' && probe.outcome === 'unavailable' && !hasSignedIn
}

function toPermissionAdvice({ probe }: SetupPermission): Advice {
  if (probe.outcome === 'unavailable') {
    return { cause: 'Nobody answered.', fix: 'Wait a little, then run this again.' }
  }
  if (probe.code?.startsWith('AADSTS7000')) {
    return { cause: 'The credential is refused.', fix: 'See Credential above.' }
  }
  return {
    cause: 'The organisation has not consented to it, or Microsoft Graph refuses the call.',
    fix: 'Grant admin consent on the Setup page, or take the feature out of FEATURES.',
  }
}

function toAdviceLines({ cause, fix }: Advice): string[] {
  return [`    Cause: ${cause}`, `    Fix:   ${fix}`]
}
