import { expect, test } from 'vitest'
import { DEFAULT_COLUMNS, readColumns, toMissingColumns, toUserName } from './users-columns.ts'

test('a field that no row has is missing; an empty one is not', () => {
  const users = [
    { id: '1', displayName: 'Ada', userPrincipalName: 'ada@contoso.test', jobTitle: null },
    { id: '2', displayName: 'Tom', userPrincipalName: 'tom@contoso.test', department: 'Maths' },
  ]
  expect(toMissingColumns(users, DEFAULT_COLUMNS)).toEqual([
    'userType',
    'accountEnabled',
    'createdAt',
  ])
  expect(toMissingColumns(users, ['displayName', 'mail'])).toEqual(['mail'])
  expect(toMissingColumns([], DEFAULT_COLUMNS)).toEqual([])
  expect(toMissingColumns([{ id: '1' }], DEFAULT_COLUMNS)).not.toContain('displayName')
})

test('a choice of columns holds each that is known once, and begins with the name', () => {
  expect(readColumns(['mail', 'photo', 'displayName', 'mail', 'surname'])).toEqual([
    'displayName',
    'mail',
    'surname',
  ])
  expect(readColumns('displayName')).toEqual(['displayName'])
  expect(readColumns(['id', 7])).toBeUndefined()
  expect(readColumns(undefined)).toBeUndefined()
})

test('a person without a name is called by an address', () => {
  expect(toUserName({ id: '1', displayName: 'Ada', mail: 'a@b.test' })).toBe('Ada')
  expect(toUserName({ id: '1', displayName: null, userPrincipalName: 'ada@b.test' })).toBe(
    'ada@b.test',
  )
  expect(toUserName({ id: '1', displayName: '  ', mail: 'a@b.test' })).toBe('a@b.test')
  expect(toUserName({ id: '1' })).toBe('1')
})
