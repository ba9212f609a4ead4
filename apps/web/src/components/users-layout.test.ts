import { expect, test } from 'vitest'
import { DEFAULT_COLUMNS, USER_COLUMNS } from './users-columns.ts'
import { toFittingColumns } from './users-layout.ts'

test('where there is little room, what matters less is left out', () => {
  expect(toFittingColumns(DEFAULT_COLUMNS, 60)).toEqual(DEFAULT_COLUMNS)
  expect(toFittingColumns(DEFAULT_COLUMNS, 46)).toEqual([
    'displayName',
    'userPrincipalName',
    'jobTitle',
    'department',
    'accountEnabled',
  ])
  expect(toFittingColumns(USER_COLUMNS, 5)).toEqual(['displayName'])
})

test('the order stays as it was chosen', () => {
  expect(toFittingColumns(['displayName', 'createdAt', 'surname'], 60)).toEqual([
    'displayName',
    'createdAt',
    'surname',
  ])
})
