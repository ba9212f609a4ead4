import { expect, test } from 'vitest'
import { parsePlainSearch } from './plain-search.ts'
import { toEndOthers, toUnlink } from './routes.ts'
import { readSecuritySearch } from './security-search.ts'

const read = (address: string) =>
  readSecuritySearch(parsePlainSearch(new URL(address, 'http://localhost:3000').search))

test('an address brings back the act that it was made for', () => {
  expect(read(toEndOthers())).toEqual({ end: 'others' })
  expect(read(toUnlink('entra'))).toEqual({ unlink: 'entra' })
})

test('what became of linking leads on to a path of this origin alone', () => {
  expect(read('/security?link=password&returnTo=%2Fusers')).toEqual({
    link: 'password',
    returnTo: '/users',
  })
  expect(read('/security?link=ask&returnTo=%2F%2Fevil.example')).toEqual({ link: 'ask' })
  expect(read('/security?returnTo=%2Fusers')).toEqual({})
})

test.each([
  {},
  { end: '' },
  { end: 'all' },
  { end: ['others', 'others'] },
  { other: 'others' },
  { link: 'x' },
  { unlink: 'x' },
])('%j asks for nothing', (raw) => {
  expect(readSecuritySearch(raw)).toEqual({})
})
