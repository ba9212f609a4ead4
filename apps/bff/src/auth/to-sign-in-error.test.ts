import { ClientError } from 'openid-client'
import { expect, it } from 'vitest'
import { AuthorityError } from './authority-error.ts'
import { isTimeout, toSignInError } from './to-sign-in-error.ts'

const OURS = 'https://login.example/c0a70500-7e57-4000-8000-00000000c0de/v2.0'

/** As openid-client tells of a claim it refuses. */
function refuse(comparison: object): ClientError {
  return new ClientError('refused', { cause: new Error('claim', { cause: comparison }) })
}

it.each([
  ['https://login.example/11111111-2222-4333-8444-555555555555/v2.0', 'tenant_not_allowed'],
  ['https://evil.example/11111111-2222-4333-8444-555555555555/v2.0', 'tenant_not_allowed'],
  ['https://login.example/v2.0', 'tenant_not_allowed'],
  [undefined, 'sign_in_failed'],
])('an ID token issued by %s is told as %s', (iss, failure) => {
  const refusal = refuse({ claim: 'iss', claims: { iss }, expected: OURS })
  expect(toSignInError(refusal).failure).toBe(failure)
})

it('a time that is off says by how much, for an operator to see whose clock is wrong', () => {
  const refusal = refuse({ claim: 'nbf', claims: { nbf: 4600 }, now: 1000 })
  expect(toSignInError(refusal).message).toBe("The ID token's nbf is 3600 s from now.")
})

it.each([
  ['an endpoint that gave no answer', new AuthorityError('no answer')],
  [
    'the same, as openid-client passes it on',
    new ClientError('x', { cause: new AuthorityError('') }),
  ],
])('%s is an authority that is down', (_case, cause) => {
  expect(toSignInError(cause).failure).toBe('upstream_unavailable')
})

it('time that ran out is found however deep it lies', () => {
  const timeout = new DOMException('too long', 'TimeoutError')
  const cause = new ClientError('x', { cause: new AuthorityError('', { cause: timeout }) })
  expect(isTimeout(cause)).toBe(true)
  expect(toSignInError(cause).failure).toBe('upstream_timeout')
})
