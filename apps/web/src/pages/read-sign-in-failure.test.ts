import { expect, test } from 'vitest'
import { readSignInFailure } from './read-sign-in-failure.ts'

const read = (search: string, pathname = '/sign-in') => readSignInFailure({ pathname, search })

test('reads the code and the reference', () => {
  expect(read('?error=access_denied&ref=req-1a.2')).toEqual({
    code: 'access_denied',
    reference: 'req-1a.2',
  })
})

test('takes an unknown code for a failure like any other', () => {
  expect(read('?error=interaction_required&ref=r1')).toEqual({
    code: 'sign_in_failed',
    reference: 'r1',
  })
})

test('shows no reference that could be a message', () => {
  expect(read('?error=access_denied&ref=Call+us+at+555')).toEqual({ code: 'access_denied' })
  expect(read(`?error=access_denied&ref=${'x'.repeat(65)}`)).toEqual({ code: 'access_denied' })
  expect(read('?error=access_denied')).toEqual({ code: 'access_denied' })
})

test('finds nothing where nothing failed', () => {
  expect(read('')).toBeUndefined()
  expect(read('?error=')).toBeUndefined()
  expect(read('?error=access_denied', '/users')).toBeUndefined()
})

test('reads a pause of up to an hour, and nothing else that stands for one', () => {
  const throttled = { code: 'upstream_throttled' }
  for (const seconds of [1, 90, 3600]) {
    const failure = { ...throttled, retryAfterSeconds: seconds }
    expect(read(`?error=upstream_throttled&retryAfter=${seconds}`)).toEqual(failure)
  }
  for (const nonsense of ['0', '-1', '1.5', '1e3', '3601', '86400', 'NaN', 'never', '']) {
    expect(read(`?error=upstream_throttled&retryAfter=${nonsense}`)).toEqual(throttled)
  }
})

test('a page that the server sent because it cannot tell who asks says so, wherever it stands', () => {
  const failure = { code: 'overloaded', reference: 'r2' }
  const page = { pathname: '/users', search: '?error=access_denied' }
  expect(readSignInFailure(page, 'r2')).toEqual(failure)
})
