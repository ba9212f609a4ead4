import { expect, test } from 'vitest'
import { readSetupSearch } from './setup-search.ts'

test.each(['granted', 'refused', 'failed'])('%s is told', (consent) => {
  expect(readSetupSearch({ consent })).toEqual({ consent })
})

test.each([
  {},
  { consent: '' },
  { consent: 'maybe' },
  { consent: 'constructor' },
  { consent: ['granted', 'granted'] },
  { other: 'granted' },
])('%j tells nothing', (raw) => {
  expect(readSetupSearch(raw)).toEqual({})
})
