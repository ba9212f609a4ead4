import { expect, it } from 'vitest'
import { toShares } from './users-shares.ts'

const toDepartment = (size: number) => ({
  department: `Year ${size}`,
  enabled: size - 1,
  disabled: 1,
})

it('the ten largest departments stand alone, the rest and those without one together', () => {
  const shares = toShares([
    { department: null, enabled: 58, disabled: 4 },
    { department: '', enabled: 2, disabled: 0 },
    ...[3, 5, 12, 4, 6, 7, 8, 9, 10, 11, 2, 13].map(toDepartment),
  ])
  expect(shares.map(({ department }) => department)).toEqual([
    ...[13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((size) => `Year ${size}`),
    '',
    '',
  ])
  expect(shares.slice(10)).toEqual([
    { kind: 'others', department: '', enabled: 3, disabled: 2 },
    { kind: 'none', department: '', enabled: 60, disabled: 4 },
  ])
})

it('what there is none of has no row', () => {
  expect(toShares([toDepartment(5)]).map(({ kind }) => kind)).toEqual(['department'])
})
