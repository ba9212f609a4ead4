import type { TokenClaim } from '@vestibule/client'
import { expect, test } from 'vitest'
import {
  filterClaims,
  groupClaims,
  readInterval,
  toClaimShape,
  toClaimsJson,
} from './read-claim.ts'

function claim(name: string, value: unknown, rest: Partial<TokenClaim> = {}): TokenClaim {
  return { name, value, meaning: 'Words.', group: 'person', flags: [], names: {}, ...rest }
}

const text = (text: string, name?: string) => ({ kind: 'text', item: { text, name } })

test.each([
  [1_763_800_000, { kind: 'instant', at: 1_763_800_000_000, raw: 1_763_800_000 }],
  ['1763800000', { kind: 'instant', at: 1_763_800_000_000, raw: 1_763_800_000 }],
  ['soon', text('soon')],
])('a time is shown as one where it is one: %j', (value, shape) => {
  expect(toClaimShape(claim('exp', value, { flags: ['time'] }))).toEqual(shape)
})

test.each([
  [1_763_800_000, text('1763800000')],
  ['2.0', text('2.0')],
  [0, text('0')],
  [null, text('null')],
  [true, text('true')],
  [['a', 1], { kind: 'list', items: [{ text: 'a' }, { text: '1' }] }],
  [[], { kind: 'list', items: [] }],
  [{ groups: 's' }, { kind: 'structure', text: '{\n  "groups": "s"\n}' }],
  [[{ a: 1 }], { kind: 'structure', text: '[\n  {\n    "a": 1\n  }\n]' }],
])('a value is shown by its kind: %j', (value, shape) => {
  expect(toClaimShape(claim('any', value))).toEqual(shape)
})

test('ids stand with their names where they are known', () => {
  const names = { 1: 'Guest', 'id-1': 'Global Reader' }
  expect(toClaimShape(claim('acct', 1, { names }))).toEqual(text('1', 'Guest'))
  expect(toClaimShape(claim('wids', ['id-1', 'constructor'], { names }))).toEqual({
    kind: 'list',
    items: [{ text: 'id-1', name: 'Global Reader' }, { text: 'constructor' }],
  })
})

test('a filter looks at name, value, meaning and the names of ids', () => {
  const claims = [
    claim('oid', 'c0a7', { meaning: 'The person.', names: { c0a7: 'Ada Admin' } }),
    claim('roles', ['Mail.Read'], { meaning: 'App roles.' }),
  ]
  const names = (filter: string) => filterClaims(claims, filter).map(({ name }) => name)
  expect(names('OID')).toEqual(['oid'])
  expect(names(' mail.read ')).toEqual(['roles'])
  expect(names('person')).toEqual(['oid'])
  expect(names('ada adm')).toEqual(['oid'])
  expect(names('')).toEqual(['oid', 'roles'])
  expect(names('zzz')).toEqual([])
})

test('groups come in the order of reading, without empty ones', () => {
  const claims = [
    claim('ver', '2.0', { group: 'machine' }),
    claim('name', 'Ada'),
    claim('aud', 'id', { group: 'machine' }),
  ]
  const groups = groupClaims(claims).map((each) => [
    each.group,
    each.claims.map(({ name }) => name).join(' '),
  ])
  expect(groups).toEqual([
    ['person', 'name'],
    ['machine', 'ver aud'],
  ])
})

test('copied are the claims as the token holds them, and nothing else', () => {
  const json = toClaimsJson([claim('ver', '2.0'), claim('wids', ['a'], { names: { a: 'A' } })])
  expect(JSON.parse(json)).toEqual({ ver: '2.0', wids: ['a'] })
})

test.each([
  [
    '2026-11-22T09:55:00.000Z/2026-11-22T11:00:00.000Z',
    { from: '2026-11-22T09:55:00.000Z', to: '2026-11-22T11:00:00.000Z' },
  ],
  ['https://login.example/keys', undefined],
  ['a/b', undefined],
  ['', undefined],
])('an interval has two ends: %s', (text, interval) => {
  expect(readInterval(text)).toEqual(interval)
})
