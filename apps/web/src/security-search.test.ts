import { expect, test } from 'vitest'
import { parsePlainSearch } from './plain-search.ts'
import { toEndOthers } from './routes.ts'
import { readSecuritySearch } from './security-search.ts'

test('an address brings back the act that it was made for', () => {
  const { search } = new URL(toEndOthers(), 'http://localhost:3000')
  expect(readSecuritySearch(parsePlainSearch(search))).toEqual({ end: 'others' })
})

test.each([{}, { end: '' }, { end: 'all' }, { end: ['others', 'others'] }, { other: 'others' }])(
  '%j asks for nothing',
  (raw) => {
    expect(readSecuritySearch(raw)).toEqual({})
  },
)
