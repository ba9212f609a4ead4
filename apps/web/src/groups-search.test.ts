import { expect, test } from 'vitest'
import { readGroupSearch, readGroupsSearch, toGroupPart } from './groups-search.ts'

test('a list is narrowed by words and by a kind that there is', () => {
  expect(readGroupsSearch({ search: ' chess ', kind: 'security' })).toEqual({
    search: 'chess',
    kind: 'security',
  })
  expect(readGroupsSearch({ search: '  ', kind: 'secret' })).toEqual({})
  expect(readGroupsSearch({ search: ['a', 'b'], kind: 'toString' })).toEqual({})
})

test('a group shows its members, unless its address names another part', () => {
  expect(toGroupPart(readGroupSearch({}))).toBe('members')
  expect(toGroupPart(readGroupSearch({ part: 'conversations' }))).toBe('conversations')
  expect(toGroupPart(readGroupSearch({ part: 'secrets' }))).toBe('members')
})

test('a folder is among the documents, and only what can be the id of one', () => {
  expect(readGroupSearch({ folder: '01ABC!x_y-z', part: 'conversations' })).toEqual({
    folder: '01ABC!x_y-z',
  })
  expect(toGroupPart({ folder: '01ABC' })).toBe('documents')
  for (const folder of ['', '..', 'a/b', 'a b', 'x'.repeat(201), ['a', 'b']]) {
    expect(readGroupSearch({ folder, part: 'documents' })).toEqual({ part: 'documents' })
  }
})
