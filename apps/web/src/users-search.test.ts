import { expect, test } from 'vitest'
import { readUsersSearch, toNextOrder, toViewQuery } from './users-search.ts'

const ADA = '6f2e1c1e-0000-4000-8000-000000000001'

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
  expect(readUsersSearch({ person: ADA, plot: 'true', live: 'true' })).toEqual({
    person: ADA,
    plot: true,
    live: true,
  })
  expect(readUsersSearch({ person: '../x', plot: 'maybe', live: 'no' })).toEqual({})
})

test('what was read reads the same again', () => {
  const read = readUsersSearch({ live: 'true', plot: 'false', columns: 'mail', person: ADA })
  expect(readUsersSearch({ ...read })).toEqual(read)
})

test('live, an order that Microsoft cannot give is left out', () => {
  expect(readUsersSearch({ orderBy: '-jobTitle' })).toEqual({ orderBy: '-jobTitle' })
  expect(readUsersSearch({ orderBy: '-jobTitle', live: 'true' })).toEqual({ live: true })
  expect(readUsersSearch({ orderBy: '-createdAt', live: 'true' })).toEqual({
    orderBy: '-createdAt',
    live: true,
  })
})

test('a view names its columns, and not who is looked at', () => {
  const search = readUsersSearch({
    search: 'a',
    filter: 'userType:Guest',
    person: ADA,
    plot: 'true',
  })
  expect(toViewQuery(search, ['displayName', 'mail'])).toBe(
    'search=a&filter=userType%3AGuest&columns=displayName&columns=mail',
  )
})

test('a column sorts upwards, then downwards, then upwards', () => {
  expect(toNextOrder('createdAt', 'displayName')).toBe('createdAt')
  expect(toNextOrder('createdAt', 'createdAt')).toBe('-createdAt')
  expect(toNextOrder('createdAt', '-createdAt')).toBe('createdAt')
})
