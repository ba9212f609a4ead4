import { expect, test } from 'vitest'
import { formatInstant, formatRelative } from './format-time.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const now = Date.UTC(2026, 10, 22, 10, 0, 0)

test.each([
  [0, 'now'],
  [59 * SECOND, 'now'],
  [-59 * SECOND, 'now'],
  [MINUTE, 'in 1 minute'],
  [29 * MINUTE + 59 * SECOND, 'in 29 minutes'],
  [-90 * MINUTE, '1 hour ago'],
  [10 * HOUR, 'in 10 hours'],
  [-26 * HOUR, '1 day ago'],
  [-45 * DAY, '45 days ago'],
  [-70 * DAY, '2 months ago'],
  [-360 * DAY, '11 months ago'],
  [-800 * DAY, '2 years ago'],
])('%d ms away is %s', (away, words) => {
  expect(formatRelative(now + away, now, 'en')).toBe(words)
})

test('an instant names its day, second and zone', () => {
  const text = formatInstant(now, 'en')
  expect(text).toMatch(/Nov 22, 2026/)
  expect(text).toMatch(/:00 /)
})
