import { expect, it } from 'vitest'
import { toRequestId } from './to-request-id.ts'

const of = (id?: string | string[]) =>
  toRequestId({ headers: { 'x-request-id': id } } as unknown as Parameters<typeof toRequestId>[0])

it('a caller’s own id is kept', () => {
  expect(of('order-4711.a')).toBe('order-4711.a')
})

it.each([
  ['none', undefined],
  ['one that is too short', 'a'],
  ['one that is too long', 'a'.repeat(65)],
  ['one that would break a line', 'abcdefgh\nforged'],
  ['one with other characters', 'abcdefgh"}'],
  ['several', ['abcdefgh', 'ijklmnop']],
])('%s gives way to a fresh one', (_what, id) => {
  expect(of(id)).toMatch(/^[0-9a-f-]{36}$/)
  expect(of(id)).not.toBe(of(id))
})
