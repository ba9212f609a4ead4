import type { Setup, SetupPermission } from '@vestibule/client'
import { describe, expect, it } from 'vitest'
import { countSetup, needsConsent, toPermissionState } from './setup-state.ts'

const AT = '2026-03-01T12:00:00.000Z'
const EARLIER = '2026-02-01T12:00:00.000Z'

type Outcome = SetupPermission['probe']['outcome']

const permission = (
  outcome: Outcome,
  { code = null, ...rest }: Partial<SetupPermission> & { code?: string | null } = {},
): SetupPermission => ({
  name: 'User.Read.All',
  kind: 'delegated',
  asked: 'when_needed',
  isConsented: null,
  provenAt: null,
  ...rest,
  probe: { outcome, at: AT, code },
})

describe('a permission', () => {
  it('is there when the call passed, and needs nothing', () => {
    expect(toPermissionState(permission('passed', { isConsented: true, provenAt: AT }))).toEqual({
      verdict: 'there',
      consent: 'yes',
      proof: 'now',
    })
  })

  it.each([
    ['sign_in', 'sign_in'],
    ['when_needed', 'use'],
    ['admin_consent', 'consent'],
  ] as const)('that is asked for by %s is got by %s', (asked, advice) => {
    expect(toPermissionState(permission('missing', { asked, isConsented: false }))).toEqual({
      verdict: 'missing',
      consent: 'no',
      proof: 'never',
      advice,
    })
  })

  it('is missing when the call is refused, whatever was answered and proven before', () => {
    const state = toPermissionState(
      permission('missing', { isConsented: true, provenAt: EARLIER, asked: 'admin_consent' }),
    )
    expect(state).toEqual({
      verdict: 'missing',
      consent: 'contradicted',
      proof: 'before',
      advice: 'consent_again',
    })
  })

  it('is neither there nor missing while nobody can say', () => {
    expect(toPermissionState(permission('unavailable', { code: 'TooManyRequests' }))).toEqual({
      verdict: 'unknown',
      consent: 'unanswered',
      proof: 'never',
      advice: 'wait',
    })
  })

  it('that was answered with yes does not contradict what cannot be told', () => {
    expect(toPermissionState(permission('unavailable', { isConsented: true })).consent).toBe('yes')
  })

  it.each(['missing', 'unavailable'] as const)(
    'that is %s because the credential is refused needs another credential, not consent',
    (outcome) => {
      const refused = permission(outcome, { isConsented: true, code: 'AADSTS7000222' })
      expect(toPermissionState(refused)).toMatchObject({ advice: 'credential', consent: 'yes' })
    },
  )

  it('that is refused for another reason of the sign-in service needs consent', () => {
    const refused = permission('missing', { asked: 'admin_consent', code: 'AADSTS700016' })
    expect(toPermissionState(refused).advice).toBe('consent')
  })
})

it('the permissions of all features are counted together, each once, and checks besides', () => {
  const other = { ...permission('missing'), name: 'Mail.Read' }
  const third = { ...permission('unavailable'), name: 'Organization.Read.All' }
  const features: Setup['features'] = [
    { id: 'profile', permissions: [{ ...permission('passed'), name: 'User.Read' }] },
    { id: 'users', permissions: [permission('missing')] },
    { id: 'directory', permissions: [permission('missing'), other, third] },
  ]
  const check = { id: 'clock', reason: null, subject: null } as const
  const checks: Setup['checks'] = [
    { ...check, outcome: 'passed' },
    { ...check, outcome: 'failed' },
    { ...check, outcome: 'unavailable' },
    { ...check, outcome: 'failed' },
  ]
  const counted = { total: 4, missing: 2, unknown: 1, failed: 2, untold: 1 }
  expect(countSetup({ features, checks })).toEqual(counted)
})

describe('consent', () => {
  const ask = (...permissions: SetupPermission[]) =>
    needsConsent({ features: [{ id: 'directory', permissions }] })

  it('is needed where it can bring what is missing', () => {
    expect(ask(permission('passed'), permission('missing'))).toBe(true)
  })

  it('is not needed where all is there, nobody can say, or the credential is refused', () => {
    expect(ask(permission('passed'), permission('unavailable'))).toBe(false)
    expect(ask(permission('missing', { code: 'AADSTS7000215' }))).toBe(false)
  })
})
