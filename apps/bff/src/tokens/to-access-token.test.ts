import { describe, expect, it } from 'vitest'
import { toAccessToken } from './to-access-token.ts'

const now = new Date('2026-11-22T10:00:00.000Z')
const request = { resource: 'https://graph.microsoft.com', scopes: ['User.Read'], now }
const answer = { access_token: 'opaque', token_type: 'bearer' as const }

function lifeInSeconds(expires_in: unknown): number {
  const token = toAccessToken({ ...answer, expires_in: expires_in as number }, request)
  return (token.expiresAt.getTime() - now.getTime()) / 1000
}

describe('the life of an access token', () => {
  it('is what the answer says', () => expect(lifeInSeconds(3599)).toBe(3599))
  it('may come as text', () => expect(lifeInSeconds('3599')).toBe(3599))
  it('is short where the answer does not say', () => expect(lifeInSeconds(undefined)).toBe(300))
  it('is short where the answer makes no sense', () => expect(lifeInSeconds('soon')).toBe(300))
  it('is short where the answer is none', () => expect(lifeInSeconds(0)).toBe(300))
  it('is short where the answer is negative', () => expect(lifeInSeconds(-5)).toBe(300))
})

describe('the scopes of an access token', () => {
  it('are those granted, not those asked for', () => {
    expect(toAccessToken({ ...answer, scope: 'Mail.Read' }, request).scopes).toEqual(['Mail.Read'])
  })

  it('lose the resource’s address and the OpenID Connect ones', () => {
    const scope = 'openid profile https://graph.microsoft.com/User.Read User.Read'
    expect(toAccessToken({ ...answer, scope }, request).scopes).toEqual(['User.Read'])
  })

  it('are those asked for where the answer has none', () => {
    expect(toAccessToken(answer, request).scopes).toEqual(['User.Read'])
  })
})
