import { expect, it } from 'vitest'
import { listTokenChecks } from './list-token-checks.ts'
import type { IdTokenFacts } from './sign-in-proof.ts'

const CHECKED_AT = Date.parse('2026-11-22T10:00:00.000Z') / 1000

const good: IdTokenFacts = {
  claims: {
    iss: 'https://login.example/tenant-id/v2.0',
    aud: 'app-id',
    sub: 'subject',
    tid: 'tenant-id',
    nonce: 'once',
    iat: CHECKED_AT - 300,
    nbf: CHECKED_AT - 300,
    exp: CHECKED_AT + 3600,
  },
  proof: {
    checkedAt: '2026-11-22T10:00:00.000Z',
    signature: {
      algorithm: 'RS256',
      keyId: 'key-1',
      allowedAlgorithms: ['RS256'],
      keysUrl: 'https://login.example/keys',
    },
    issuer: 'https://login.example/tenant-id/v2.0',
    audience: 'app-id',
    tenantId: 'tenant-id',
    nonce: 'once',
    clockToleranceSeconds: 30,
    ageSeconds: { oldest: 900, youngest: -60 },
  },
}

function listFailed(claims: object, signature: object = {}) {
  const { proof } = good
  const facts = {
    claims: { ...good.claims, ...claims },
    proof: { ...proof, signature: { ...proof.signature, ...signature } },
  }
  return listTokenChecks(facts)
    .filter(({ passed }) => !passed)
    .map(({ check }) => check)
}

it('the values that were compared stand side by side', () => {
  expect(listTokenChecks(good)).toEqual([
    {
      check: 'signature',
      passed: true,
      expected: 'RS256 https://login.example/keys',
      actual: 'RS256 key-1',
    },
    { check: 'issuer', passed: true, expected: good.proof.issuer, actual: good.claims.iss },
    { check: 'audience', passed: true, expected: 'app-id', actual: 'app-id' },
    { check: 'tenant', passed: true, expected: 'tenant-id', actual: 'tenant-id' },
    { check: 'nonce', passed: true, expected: 'once', actual: 'once' },
    {
      check: 'expiry',
      passed: true,
      expected: '2026-11-22T09:55:00.000Z/2026-11-22T11:00:00.000Z',
      actual: '2026-11-22T10:00:00.000Z',
    },
    {
      check: 'age',
      passed: true,
      expected: '2026-11-22T09:45:00.000Z/2026-11-22T10:01:00.000Z',
      actual: '2026-11-22T09:55:00.000Z',
    },
  ])
})

it.each([
  ['another issuer', { iss: 'https://evil.example/' }, ['issuer']],
  ['another audience', { aud: 'other-app' }, ['audience']],
  ['one of several audiences', { aud: ['other-app', 'app-id'] }, []],
  ['another tenant', { tid: 'other-tenant' }, ['tenant']],
  ['no tenant', { tid: undefined }, ['tenant']],
  ['another nonce', { nonce: 'twice' }, ['nonce']],
  ['an end just passed', { exp: CHECKED_AT - 20 }, []],
  ['an end passed', { exp: CHECKED_AT - 31 }, ['expiry']],
  ['a beginning yet to come', { nbf: CHECKED_AT + 31 }, ['expiry']],
  ['no beginning of its own', { nbf: undefined }, []],
  ['an old token', { iat: CHECKED_AT - 901 }, ['age']],
  ['a token of tomorrow', { iat: CHECKED_AT + 61, nbf: CHECKED_AT }, ['age']],
])('%s: failed are %j', (_case, claims, failed) => {
  expect(listFailed(claims)).toEqual(failed)
})

it('an algorithm that the authority does not announce is no signature', () => {
  expect(listFailed({}, { algorithm: 'none' })).toEqual(['signature'])
})
