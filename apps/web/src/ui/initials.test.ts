import { expect, test } from 'vitest'
import { toHue, toInitials } from './initials.ts'

test.each([
  ['Ada Admin', 'AA'],
  ['ada', 'A'],
  ['Maria del Carmen García-López', 'ML'],
  ['Admin (Contoso)', 'AC'],
  ['محمد عبد الله', 'ما'],
  ['山田 太郎', '山太'],
  ['한지민', '한'],
  ['Žofie Šťastná', 'ŽŠ'],
  ['e\u0301mile zola', 'E\u0301Z'],
  ['ada@contoso.test', 'AT'],
  ['', '?'],
  ['…', '?'],
])('%j has the initials %s', (name, initials) => {
  expect(toInitials(name)).toBe(initials)
})

test('a hue stays, and differs between people', () => {
  const ids = Array.from({ length: 200 }, (_, n) => `c0a70500-7e57-4000-8000-${n}`)
  expect(toHue('x')).toBe(toHue('x'))
  expect(new Set(ids.map(toHue)).size).toBe(12)
})
