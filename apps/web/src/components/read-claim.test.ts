import { expect, test } from 'vitest'
import { filterClaims, toClaimShape } from './read-claim.ts'

test.each([
  ['exp', 1_763_800_000, { kind: 'instant', at: 1_763_800_000_000, raw: 1_763_800_000 }],
  ['xms_tcdt', '1763800000', { kind: 'instant', at: 1_763_800_000_000, raw: 1_763_800_000 }],
  ['exp', 'soon', { kind: 'text', text: 'soon' }],
  ['ver', '2.0', { kind: 'text', text: '2.0' }],
  ['acct', 0, { kind: 'text', text: '0' }],
  ['login_hint', null, { kind: 'text', text: 'null' }],
  ['email_verified', true, { kind: 'text', text: 'true' }],
  [
    'roles',
    ['Directory.Read', 'Mail.Read'],
    { kind: 'list', items: ['Directory.Read', 'Mail.Read'] },
  ],
  ['groups', [], { kind: 'list', items: [] }],
  ['_claim_names', { groups: 's' }, { kind: 'structure', text: '{\n  "groups": "s"\n}' }],
  ['odd', [{ a: 1 }], { kind: 'structure', text: '[\n  {\n    "a": 1\n  }\n]' }],
])('%s: %j', (name, value, shape) => {
  expect(toClaimShape({ name, value })).toEqual(shape)
})

test('a filter looks at name, value and meaning', () => {
  const claims = [
    { name: 'oid', value: 'c0a7', meaning: 'The person.' },
    { name: 'roles', value: ['Mail.Read'], meaning: 'App roles.' },
  ]
  const names = (filter: string) => filterClaims(claims, filter).map(({ name }) => name)
  expect(names('OID')).toEqual(['oid'])
  expect(names(' mail.read ')).toEqual(['roles'])
  expect(names('person')).toEqual(['oid'])
  expect(names('')).toEqual(['oid', 'roles'])
  expect(names('zzz')).toEqual([])
})
