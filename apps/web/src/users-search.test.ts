import { expect, test } from 'vitest'
import { readUsersSearch, toNextOrder } from './users-search.ts'

test('reads what it knows and leaves the rest out', () => {
  expect(readUsersSearch({ search: ' ada ', orderBy: '-createdAt' })).toEqual({
    search: 'ada',
    orderBy: '-createdAt',
  })
  expect(readUsersSearch({ search: '', orderBy: 'displayName' })).toEqual({})
  expect(readUsersSearch({ search: 7, orderBy: 'toString', other: 'x' })).toEqual({})
  expect(readUsersSearch({ filter: ['userType:Guest', 'userType:Robot', 'id:1'] })).toEqual({
    filter: ['userType:Guest'],
  })
  expect(readUsersSearch({ filter: 'id:1', search: ['a', 'b'] })).toEqual({})
  expect(readUsersSearch({ search: 'x'.repeat(300) }).search).toHaveLength(200)
})

test('a column sorts upwards, then downwards, then upwards', () => {
  expect(toNextOrder('createdAt', 'displayName')).toBe('createdAt')
  expect(toNextOrder('createdAt', 'createdAt')).toBe('-createdAt')
  expect(toNextOrder('createdAt', '-createdAt')).toBe('createdAt')
})
