import { expect, test } from 'vitest'
import { parsePlainSearch, stringifyPlainSearch } from './plain-search.ts'

test.each([
  ['?search=123', { search: '123' }],
  ['?search=%22a%22+b', { search: '"a" b' }],
  ['?search=%C5%BDofie&orderBy=-createdAt', { search: 'Žofie', orderBy: '-createdAt' }],
  [
    '?filter=userType%3AGuest&filter=department%3AArt',
    { filter: ['userType:Guest', 'department:Art'] },
  ],
  ['', {}],
])('%s is read and written back', (query, search) => {
  expect(parsePlainSearch(query)).toEqual(search)
  expect(stringifyPlainSearch(search)).toBe(query)
})

test('what is not given is not written', () => {
  expect(stringifyPlainSearch({ search: '', orderBy: undefined, filter: [] })).toBe('')
})

test('a name of the prototype is a name like any other', () => {
  expect(stringifyPlainSearch(parsePlainSearch('?__proto__=x'))).toBe('?__proto__=x')
})
