import { describe, expect, it } from 'vitest'
import { getClaimMeaning, KNOWN_CLAIMS } from './get-claim-meaning.ts'
import { machineClaims } from './machine-claims.ts'
import { organisationClaims } from './organisation-claims.ts'
import { personClaims } from './person-claims.ts'
import { signInClaims } from './sign-in-claims.ts'

const TABLES = [personClaims, organisationClaims, signInClaims, machineClaims]

it('some eighty claims are known, each in one table', () => {
  const names = TABLES.flatMap((table) => Object.keys(table))
  expect(new Set(names).size).toBe(names.length)
  expect(KNOWN_CLAIMS.size).toBe(names.length)
  expect(names.length).toBeGreaterThan(70)
})

describe('every claim has a sentence', () => {
  it.each([...KNOWN_CLAIMS])('in English and in French: %s', (_name, { text, flags }) => {
    for (const sentence of [text.en, text.fr]) {
      expect(sentence).toMatch(/^[A-ZÀÉ].*\.$/)
      expect(sentence).not.toMatch(/['"]| {2}/)
      expect(sentence.length).toBeLessThan(125)
    }
    expect(text.en).not.toBe(text.fr)
    expect(new Set(flags).size).toBe(flags.length)
  })
})

it.each([
  ['extn.costCentre', 'chosen to send along'],
  ['extension_0123456789abcdef0123456789abcdef_costCentre', 'chosen to send along'],
  ['brand_new_claim', 'does not know'],
  ['constructor', 'does not know'],
  ['__proto__', 'does not know'],
])('of a claim that is in no table it says so: %s', (name, words) => {
  expect(getClaimMeaning(name).text.en).toContain(words)
  expect(getClaimMeaning(name).group).toBe('other')
})
