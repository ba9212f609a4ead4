import { ApiProblem, NoAnswer, type Problem } from '@vestibule/client'
import { expect, test } from 'vitest'
import { checkFields, toFieldErrors } from './account-fields.ts'

const problem = (code: Problem['code'], ...paths: string[]) =>
  new ApiProblem({
    type: '/docs/problems/x',
    title: 'x',
    detail: 'x',
    requestId: 'r-1',
    status: 400,
    code,
    ...(paths.length > 0 && { errors: paths.map((path) => ({ path, message: 'x' })) }),
  })
const names = (errors: object) => Object.keys(errors)

test('what is missing is told of the fields that a form has', () => {
  expect(names(checkFields({ email: ' ', password: '' }))).toEqual(['email', 'password'])
  expect(names(checkFields({ displayName: '' }))).toEqual(['displayName'])
  expect(checkFields({ email: 'anna@example.test', password: ' ' })).toEqual({})
})

test('a new password has 15 characters as a person counts them, and is not the address', () => {
  expect(names(checkFields({ newPassword: '🦊'.repeat(14) }))).toEqual(['newPassword'])
  expect(checkFields({ newPassword: '🦊'.repeat(15) })).toEqual({})
  expect(names(checkFields({ newPassword: 'x'.repeat(1_001) }))).toEqual(['newPassword'])
  const email = 'anna.long@example.test'
  expect(names(checkFields({ email, newPassword: email.toUpperCase() }))).toEqual(['newPassword'])
})

test('what the server says of a field stands at it, by whichever name it has there', () => {
  const given = { email: 'x', newPassword: 'x' }
  expect(names(toFieldErrors(problem('conflict', '/email'), given))).toEqual(['email'])
  expect(names(toFieldErrors(problem('invalid_request', '/password'), given))).toEqual([
    'newPassword',
  ])
  expect(names(toFieldErrors(problem('invalid_request', 'email'), given))).toEqual(['email'])
  expect(names(toFieldErrors(problem('forbidden'), { password: 'x' }))).toEqual(['password'])
})

test('everything else is about the whole form', () => {
  expect(toFieldErrors(problem('unauthenticated'), { email: 'x', password: 'x' })).toEqual({})
  expect(toFieldErrors(problem('forbidden'), { newPassword: 'x' })).toEqual({})
  expect(toFieldErrors(new NoAnswer('x'), { email: 'x' })).toEqual({})
})
