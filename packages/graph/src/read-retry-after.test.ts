import { expect, it } from 'vitest'
import { readRetryAfter } from './read-retry-after.ts'

it.each([
  ['120', 120],
  ['0', 0],
  ['2.128', 3],
  [' 5 ', 5],
  ['Fri, 31 Dec 1999 23:59:59 GMT', 0],
])('%s is a pause', (value, seconds) => {
  expect(readRetryAfter(value)).toBe(seconds)
})

it('a date is the time until then', () => {
  const value = new Date(Date.now() + 90_000).toUTCString()
  expect(readRetryAfter(value)).toBeGreaterThanOrEqual(88)
  expect(readRetryAfter(value)).toBeLessThanOrEqual(90)
})

it.each([
  null,
  undefined,
  '',
  '-1',
  '1e3',
  'soon',
  '1000000',
  '2031-01-01',
  'Wed, 01 Jan 9999 00:00:00 GMT',
])('%s is none', (value) => {
  expect(readRetryAfter(value)).toBeUndefined()
})
