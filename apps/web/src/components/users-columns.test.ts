import { expect, test } from 'vitest'
import { toMissingColumns, toUserName } from './users-columns.ts'

test('a field that no row has is missing; an empty one is not', () => {
  const users = [
    { id: '1', displayName: 'Ada', userPrincipalName: 'ada@contoso.test', jobTitle: null },
    { id: '2', displayName: 'Tom', userPrincipalName: 'tom@contoso.test', department: 'Maths' },
  ]
  expect(toMissingColumns(users)).toEqual(['userType', 'accountEnabled', 'createdAt'])
  expect(toMissingColumns([])).toEqual([])
  expect(toMissingColumns([{ id: '1' }])).not.toContain('displayName')
})

test('a person without a name is called by an address', () => {
  expect(toUserName({ id: '1', displayName: 'Ada', mail: 'a@b.test' })).toBe('Ada')
  expect(toUserName({ id: '1', displayName: null, userPrincipalName: 'ada@b.test' })).toBe(
    'ada@b.test',
  )
  expect(toUserName({ id: '1', displayName: '  ', mail: 'a@b.test' })).toBe('a@b.test')
  expect(toUserName({ id: '1' })).toBe('1')
})
