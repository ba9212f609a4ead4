import { createEmulator, type Emulator } from '@vestibule/emulator'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRelyingParty } from './relying-party.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ port: 0, users: 5 })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const jwksUrl = (): URL => new URL(`${emulator.authority.replace('/v2.0', '')}/discovery/v2.0/keys`)

async function listKeyIds(): Promise<string[]> {
  const { keys } = (await (await fetch(jwksUrl())).json()) as { keys: { kid: string }[] }
  return keys.map(({ kid }) => kid)
}

/** Fetches the keys anew, as a client that has none. */
const verify = (token: string) => jwtVerify(token, createRemoteJWKSet(jwksUrl()))

async function createIdToken(): Promise<string> {
  const { id_token } = await (await createRelyingParty(emulator)).signIn('Ada Admin')
  return id_token ?? ''
}

describe('rotating the signing key', () => {
  test('the next key signs, a new one is published, and earlier tokens still verify', async () => {
    const [current, next] = await listKeyIds()
    const old = await createIdToken()
    expect(decodeProtectedHeader(old).kid).toBe(current)
    expect(await emulator.rotateKeys()).toEqual({ kid: next })
    const ids = await listKeyIds()
    expect(ids).toHaveLength(3)
    expect(ids).toEqual(expect.arrayContaining([current, next]))
    const fresh = await createIdToken()
    expect(decodeProtectedHeader(fresh).kid).toBe(next)
    for (const token of [old, fresh]) expect((await verify(token)).payload.ver).toBe('2.0')
  })

  test('twice leaves a client behind that read the keys before, and a reset takes all back', async () => {
    const before = await listKeyIds()
    const keys = (await (
      await fetch(`${emulator.url}/_emulator/keys`, { method: 'POST' })
    ).json()) as {
      kid: string
    }
    expect(before).toContain(keys.kid)
    const { kid } = await emulator.rotateKeys()
    expect(before).not.toContain(kid)
    expect(await listKeyIds()).toHaveLength(4)
    emulator.reset()
    expect(await listKeyIds()).toEqual(before)
  })

  test('in one tenant leaves the others alone', async () => {
    await using other = await createEmulator({ port: 0, users: 0 })
    const before = await listKeyIds()
    await other.rotateKeys()
    expect(await listKeyIds()).toEqual(before)
  })

  test('Graph tokens of before work on', async () => {
    const tokens = await (await createRelyingParty(emulator)).signIn('Ada Admin')
    await emulator.rotateKeys()
    const headers = { authorization: `Bearer ${tokens.access_token}` }
    expect((await fetch(`${emulator.url}/v1.0/me`, { headers })).status).toBe(200)
  })
})

describe('a logout token', () => {
  test('is a valid one for the web application by default', async () => {
    const token = await emulator.signLogoutToken({ sid: 'session-1' })
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(jwksUrl()), {
      issuer: emulator.authority,
      audience: emulator.webClientId,
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp', 'jti'],
    })
    expect(payload).toMatchObject({ sid: 'session-1', events: { [event]: {} } })
    expect(payload).not.toHaveProperty('nonce')
    expect(Number(payload.exp) - Number(payload.iat)).toBe(120)
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: (await listKeyIds())[0] })
    const another = await emulator.signLogoutToken({ sid: 'session-1' })
    expect(decodeJwt(another).jti).not.toBe(payload.jti)
  })

  test('is as bad as a test wants it', async () => {
    const claims = { aud: 'somebody', events: undefined, nonce: 'n1', iat: 1 }
    const token = await emulator.signLogoutToken(claims, {
      typ: 'JWT',
      kid: undefined,
      alg: 'none',
    })
    const payload = decodeJwt(token)
    expect(payload).toMatchObject({ aud: 'somebody', nonce: 'n1', iat: 1 })
    expect(payload).not.toHaveProperty('events')
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'none' })
  })

  test('is signed by the key that signs now', async () => {
    const { kid } = await emulator.rotateKeys()
    const token = await emulator.signLogoutToken({ sid: 'session-1' })
    expect(decodeProtectedHeader(token).kid).toBe(kid)
    expect((await verify(token)).payload.sid).toBe('session-1')
  })
})
