import { expect, test } from 'vitest'
import {
  fromFilter,
  readFilters,
  toFilter,
  toThisWeek,
  withFilter,
  withoutFilter,
} from './user-filters.ts'

test('reads one filter or several', () => {
  expect(readFilters('accountEnabled:false')).toEqual(['accountEnabled:false'])
  expect(readFilters(['userType:Guest', 'department:Maths: pure'])).toEqual([
    'userType:Guest',
    'department:Maths: pure',
  ])
})

test.each([
  undefined,
  '',
  7,
  'accountEnabled',
  'accountEnabled:',
  'accountEnabled:maybe',
  'userType:guest',
  'userType:Guest,Member',
  'department: ',
  'mail:ada@contoso.test',
  'toString:x',
  'createdAfter:2026-13-01',
  'createdBefore:yesterday',
  `department:${'x'.repeat(300)}`,
])('leaves out %j', (raw) => {
  expect(readFilters([raw])).toEqual([])
})

test('of one field the last one counts, there and when one is added', () => {
  expect(readFilters(['department:Art', 'userType:Guest', 'department:Maths'])).toEqual([
    'userType:Guest',
    'department:Maths',
  ])
  expect(withFilter(['department:Art', 'userType:Guest'], 'department:Maths')).toEqual([
    'userType:Guest',
    'department:Maths',
  ])
})

test('a filter is taken away', () => {
  expect(withoutFilter(['department:Art', 'userType:Guest'], 'department:Art')).toEqual([
    'userType:Guest',
  ])
})

test('a value is split off at the first colon, trimmed and cut to what the API takes', () => {
  expect(fromFilter('jobTitle:a:b')).toEqual({ field: 'jobTitle', value: 'a:b' })
  expect(toFilter('department', ' Art ')).toBe('department:Art')
  expect(toFilter('department', 'x'.repeat(400))).toHaveLength(300)
})

test.each([
  [new Date(2026, 10, 23, 0, 30), 'createdAfter:2026-11-23'],
  [new Date(2026, 10, 29, 23, 59), 'createdAfter:2026-11-23'],
  [new Date(2026, 0, 1, 12), 'createdAfter:2025-12-29'],
])('the week of %s begins on its Monday', (now, filter) => {
  expect(toThisWeek(now)).toBe(filter)
  expect(readFilters(filter)).toEqual([filter])
})
