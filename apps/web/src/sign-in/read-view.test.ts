import { expect, test } from 'vitest'
import { toSignInView } from '../routes.ts'
import { readView } from './read-view.ts'

const OPEN = { registration: 'open', hasMail: true } as const
const at = (address: string) => new URL(address, 'http://localhost:3000')

test('the address of the sign-in page says what it shows', () => {
  expect(readView(at(toSignInView('register', '/users')), OPEN)).toBe('register')
  expect(readView(at('/sign-in?view=reset#secret'), OPEN)).toBe('reset')
  expect(readView(at('/sign-in'), OPEN)).toBe('doors')
  expect(readView(at('/sign-in?view=nonsense'), OPEN)).toBe('doors')
})

test('the address of another page is its own', () => {
  expect(readView(at('/users?view=register'), OPEN)).toBe('doors')
})

test('what is not to be had here is not shown', () => {
  expect(readView(at('/sign-in?view=register'), { ...OPEN, registration: 'off' })).toBe('doors')
  expect(readView(at('/sign-in?view=forgot'), { ...OPEN, hasMail: false })).toBe('doors')
})
