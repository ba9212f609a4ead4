import { expect, it } from 'vitest'
import { toReturnTo } from './return-to.ts'

it.each(['/', '/users', '/users?search=ann%20b&orderBy=-displayName', '/claims#aud', '/users/1:2'])(
  'a path of this application is kept: %s',
  (path) => expect(toReturnTo(path)).toBe(path),
)

it.each([
  undefined,
  null,
  42,
  ['/users'],
  '',
  'users',
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e//evil.example',
  'javascript:alert(1)',
  '/auth/login',
  '/auth/logout?x=1',
  '/api/me',
  '/sign-in?returnTo=/sign-in',
  `/${'x'.repeat(2001)}`,
])('anything else leads to the start page: %j', (candidate) => {
  expect(toReturnTo(candidate)).toBe('/')
})
