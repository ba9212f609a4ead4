import { expect, it } from 'vitest'
import { directoryRoles } from './directory-roles.ts'
import { type KnownNames, readClaimNames } from './read-claim-names.ts'

const known: KnownNames = {
  clientId: 'app-id',
  issuer: 'https://login.example/tenant-id/v2.0',
  person: { objectId: 'person-id', name: 'Ada Admin' },
  organization: { tenantId: 'tenant-id', name: 'Contoso' },
}

it.each([
  ['aud', 'app-id', { 'app-id': 'This application' }],
  ['aud', ['app-id', 'other'], { 'app-id': 'This application' }],
  ['azp', 'other', {}],
  ['oid', 'person-id', { 'person-id': 'Ada Admin' }],
  ['oid', 'other', {}],
  ['tid', 'tenant-id', { 'tenant-id': 'Contoso' }],
  ['iss', known.issuer, { [known.issuer]: 'Contoso' }],
  ['acct', 0, { 0: 'Member' }],
  ['acct', 1, { 1: 'Guest' }],
  ['azpacr', '2', { 2: 'By certificate' }],
  ['amr', ['pwd', 'mfa'], { pwd: 'Password', mfa: 'Several factors' }],
  ['idp', 'live.com', { 'live.com': 'Personal Microsoft accounts' }],
  ['ctry', 'FR', { FR: 'France' }],
  ['xms_tpl', 'de', { de: 'German' }],
  ['ctry', 'not a country', {}],
  ['groups', ['person-id'], {}],
  ['wids', ['constructor', '00000000-0000-0000-0000-000000000000'], {}],
  ['constructor', 'name', {}],
  ['tid', null, {}],
  ['_claim_names', { groups: 'src1' }, {}],
])('%s %j is named %j', (claim, value, names) => {
  expect(readClaimNames(claim, value, known, 'en')).toEqual(names)
})

it('an organisation whose name is not known stays an id', () => {
  const organization = { tenantId: 'tenant-id', name: null }
  expect(readClaimNames('tid', 'tenant-id', { ...known, organization }, 'en')).toEqual({})
})

it('names are in the language asked for', () => {
  const wids = ['62e90394-69f5-4237-9190-012177145e10']
  expect(Object.values(readClaimNames('wids', wids, known, 'fr'))).toEqual([
    'Administrateur général',
  ])
  expect(readClaimNames('ctry', 'DE', known, 'fr')).toEqual({ DE: 'Allemagne' })
})

it('the table of roles holds template ids and two names each', () => {
  const roles = Object.entries(directoryRoles)
  expect(roles.length).toBeGreaterThan(40)
  for (const [id, { en, fr }] of roles) {
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(en && fr).toBeTruthy()
  }
  expect(new Set(roles.map(([, { en }]) => en)).size).toBe(roles.length)
})
