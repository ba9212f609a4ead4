import { ApiProblem, NoAnswer, type Problem } from '@vestibule/client'
import { expect, test } from 'vitest'
import { isSignedOut, isWorthRetrying, toRetryDelayMs } from './query-client.ts'

const problem = (code: Problem['code'], status: number, retryAfterSeconds?: number) =>
  new ApiProblem({
    type: '/docs/problems/x',
    title: 'x',
    detail: 'x',
    requestId: 'r-1',
    code,
    status,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  })

test('only what may pass by itself is tried again: no answer twice, a failure that was told once', () => {
  expect(isWorthRetrying(1, new NoAnswer('x'))).toBe(true)
  expect(isWorthRetrying(2, new NoAnswer('x'))).toBe(false)
  expect(isWorthRetrying(0, problem('upstream_unavailable', 502))).toBe(true)
  expect(isWorthRetrying(1, problem('upstream_unavailable', 502))).toBe(false)
  expect(isWorthRetrying(0, problem('internal', 500))).toBe(false)
  expect(isWorthRetrying(0, problem('consent_required', 403))).toBe(false)
  expect(isWorthRetrying(0, new Error('a defect'))).toBe(false)
})

test('a time limit that has been waited out once is not waited out again', () => {
  expect(isWorthRetrying(0, problem('upstream_timeout', 504))).toBe(false)
})

test('a short wait is kept, a long one is told instead', () => {
  expect(isWorthRetrying(0, problem('upstream_throttled', 503, 3))).toBe(true)
  expect(toRetryDelayMs(0, problem('upstream_throttled', 503, 3))).toBe(3_000)
  expect(isWorthRetrying(0, problem('upstream_throttled', 503, 60))).toBe(false)
  expect(toRetryDelayMs(1, new NoAnswer('x'))).toBe(1_000)
})

test('a session that is gone is told from a refusal', () => {
  expect(isSignedOut(problem('unauthenticated', 401))).toBe(true)
  expect(isSignedOut(problem('session_expired', 401))).toBe(true)
  expect(isSignedOut(problem('claims_challenge', 401))).toBe(false)
  expect(isSignedOut(problem('forbidden', 403))).toBe(false)
  expect(isSignedOut(new NoAnswer('x'))).toBe(false)
})
