import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type LyingWorld,
  replyWith,
  signInAgainst,
  startLyingWorld,
} from '../helpers/lying-provider.ts'

let lying: LyingWorld
beforeAll(async () => {
  lying = await startLyingWorld()
})
afterAll(() => lying[Symbol.asyncDispose]())

/** A number of each family, and some that make sure of its edges. */
const FAMILIES: [number, string][] = [
  [65001, 'admin_consent_required'],
  [90094, 'admin_consent_required'],
  [50105, 'not_assigned'],
  [53000, 'blocked_by_policy'],
  [53003, 'blocked_by_policy'],
  [50076, 'more_proof_required'],
  [50079, 'more_proof_required'],
  [50057, 'account_disabled'],
  [50053, 'account_locked'],
  [50055, 'password_expired'],
  [50020, 'tenant_not_allowed'],
  [54005, 'sign_in_used'],
  [70008, 'sign_in_expired'],
  [50196, 'sign_in_loop'],
  [65004, 'access_denied'],
  [700016, 'not_configured'],
  [7000222, 'not_configured'],
  [90033, 'upstream_unavailable'],
]

/** Goes to the provider, and comes back with a refusal of its sign-in page. */
async function comeBackWith(description: string): Promise<URL> {
  const visitor = lying.world.visit()
  const started = await visitor.open('/auth/login')
  const state = new URL(String(started.headers.location)).searchParams.get('state') ?? ''
  const answer = { error: 'invalid_request', error_description: description, state }
  const { headers } = await visitor.open(`/auth/callback?${new URLSearchParams(answer)}`)
  expect(visitor.sessionCookie()).toBe('')
  return new URL(String(headers.location))
}

describe.each(FAMILIES)('AADSTS%i', (number, failure) => {
  it(`of the sign-in page is ${failure}, with the number and nothing else of what was said`, async () => {
    const { pathname, searchParams } = await comeBackWith(
      `AADSTS${number}: Ask mallory@evil.example. Trace ID: 1`,
    )
    expect(pathname).toBe('/sign-in')
    expect(Object.fromEntries(searchParams)).toEqual({
      error: failure,
      ref: expect.stringMatching(/^[\w-]{36}$/),
      aadsts: String(number),
    })
  })

  it(`of the token endpoint is ${failure}`, async () => {
    const outcome = await signInAgainst(lying, {
      replies: {
        token: replyWith(400, {
          error: 'invalid_grant',
          error_description: `AADSTS${number}: So it is.`,
          error_codes: [number],
        }),
      },
    })
    expect(outcome).toMatchObject({ error: failure, hasSession: false, stored: 0 })
  })
})

it.each([
  ['a number that is of no family', 'AADSTS9002313: Invalid request.', '9002313'],
  ['no number', 'Something went wrong.', null],
  ['a number that is not at the beginning', 'See AADSTS53003', null],
  ['a number too long to be one', 'AADSTS123456789012: x', null],
])('%s is told by the answer’s own error', async (_what, description, shown) => {
  const { searchParams } = await comeBackWith(description)
  expect(searchParams.get('error')).toBe('sign_in_failed')
  expect(searchParams.get('aadsts')).toBe(shown)
})
