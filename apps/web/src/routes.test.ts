import { describe, expect, test } from 'vitest'
import {
  readReturnTo,
  toBareSignIn,
  toLink,
  toLogin,
  toOtherLogin,
  toSignIn,
  toSignInAgain,
  toSignInView,
  toUser,
} from './routes.ts'

const at = (address: string) => {
  const { pathname, search, hash } = new URL(address, 'http://localhost:3000')
  return { pathname, search, hash }
}
const signInWith = (returnTo: string) => at(`/sign-in?${new URLSearchParams({ returnTo })}`)

describe('readReturnTo', () => {
  test('leads back to the page that was asked for', () => {
    expect(readReturnTo(at('/'))).toBe('/')
    expect(readReturnTo(at('/users?search=ada#row-3'))).toBe('/users?search=ada#row-3')
  })

  test('does not take a path for an origin', () => {
    expect(readReturnTo({ pathname: '//evil.example', search: '', hash: '' })).toBe('/')
  })

  test('on the sign-in page takes its returnTo', () => {
    expect(readReturnTo(signInWith('/users?search=a b&orderBy=-createdAt'))).toBe(
      '/users?search=a b&orderBy=-createdAt',
    )
    expect(readReturnTo(at('/sign-in'))).toBe('/')
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/\n/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'users',
    '',
  ])('refuses to leave the origin: %j', (returnTo) => {
    expect(readReturnTo(signInWith(returnTo))).toBe('/')
  })

  test('does not lead back to the sign-in page', () => {
    expect(readReturnTo(signInWith('/sign-in?returnTo=/users'))).toBe('/')
    expect(readReturnTo(signInWith('/sign-in-help'))).toBe('/sign-in-help')
  })
})

describe('addresses', () => {
  test('carry returnTo encoded', () => {
    expect(toLogin('/users?search=a&b')).toBe('/auth/login?returnTo=%2Fusers%3Fsearch%3Da%26b')
    expect(toOtherLogin('/users')).toBe('/auth/login?prompt=select_account&returnTo=%2Fusers')
    expect(toLink('/users')).toBe('/auth/link?returnTo=%2Fusers')
    expect(toSignInView('register', '/')).toBe('/sign-in?view=register&returnTo=%2F')
    expect(toSignIn('/claims')).toBe('/sign-in?returnTo=%2Fclaims')
    expect(toBareSignIn('/')).toBe('/sign-in')
    expect(toBareSignIn('/claims')).toBe('/sign-in?returnTo=%2Fclaims')
  })

  test("of a person hold any user principal name, a guest's and one with a dollar sign too", () => {
    expect(toUser('gil_fabrikam.test#EXT#@contoso.test')).toBe(
      '/users/gil_fabrikam.test%23EXT%23%40contoso.test',
    )
    expect(toUser('a$&b')).toBe('/users/a%24%26b')
  })

  test('keep what a problem gave', () => {
    expect(toSignInAgain('/auth/login?for=x1', '/users')).toBe(
      '/auth/login?for=x1&returnTo=%2Fusers',
    )
    expect(toSignInAgain('/sign-in?view=again', '/security')).toBe(
      '/sign-in?view=again&returnTo=%2Fsecurity',
    )
    expect(toSignInAgain('/auth/login', '/')).toBe('/auth/login?returnTo=%2F')
  })
})
