import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { expect, it } from 'vitest'
import { rewrap, type SealContext, seal, sealForServer, unseal, unsealForServer } from './seal.ts'
import { UnsealError } from './store-error.ts'

const key = () => new Uint8Array(randomBytes(32))
const [ringKey, sessionKey] = [key(), key()]
const context: SealContext = { ring: [ringKey], sessionKey, row: 'session-1/refresh_token/' }

it('what is sealed opens again, and shows nothing of the value', async () => {
  const sealed = await seal('a refresh token', context)
  expect(sealed).not.toContain('refresh token')
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('a refresh token')
  expect(await unseal(sealed, context)).toBe('a refresh token')
})

it.each([
  ['in another row', { ...context, row: 'session-2/refresh_token/' }],
  ['without the session’s own key', { ...context, sessionKey: key() }],
  ['without the key ring', { ...context, ring: [key()] as const }],
])('a sealed value does not open %s', async (_case, other) => {
  const sealed = await seal('a refresh token', context)
  await expect(unseal(sealed, other)).rejects.toBeInstanceOf(UnsealError)
})

it('an altered value does not open', async () => {
  const sealed = await seal('a refresh token', context)
  const middle = sealed.length >> 1
  const flipped = sealed[middle] === 'A' ? 'B' : 'A'
  const altered = sealed.slice(0, middle) + flipped + sealed.slice(middle + 1)
  await expect(unseal(altered, context)).rejects.toBeInstanceOf(UnsealError)
})

it('an older key of the ring still opens, and the newest one seals', async () => {
  const sealed = await seal('a refresh token', context)
  const newer = key()
  const rotated = { ...context, ring: [newer, ringKey] as const }
  expect(await unseal(sealed, rotated)).toBe('a refresh token')
  const again = await seal('a refresh token', rotated)
  expect(await unseal(again, { ...context, ring: [newer] })).toBe('a refresh token')
})

it('the outer layer is renewed without the session’s own key, and the inner one stays closed', async () => {
  const sealed = await seal('a refresh token', context)
  const newer = key()
  const renewed = await rewrap(sealed, { ring: [newer, ringKey], row: context.row })
  expect(await unseal(renewed ?? '', { ...context, ring: [newer] })).toBe('a refresh token')
  const stranger = { ...context, ring: [newer] as const, sessionKey: key() }
  await expect(unseal(renewed ?? '', stranger)).rejects.toBeInstanceOf(UnsealError)
})

it('what the newest key has sealed is not renewed', async () => {
  const sealed = await seal('a refresh token', context)
  expect(await rewrap(sealed, { ring: [ringKey, key()], row: context.row })).toBeUndefined()
})

it.each([
  ['of another row', { ring: [key(), ringKey] as const, row: 'session-2/refresh_token/' }],
  ['of a key that is gone', { ring: [key()] as const, row: context.row }],
])('a sealed value %s is not renewed', async (_case, other) => {
  const sealed = await seal('a refresh token', context)
  await expect(rewrap(sealed, other)).rejects.toBeInstanceOf(UnsealError)
})

it('what the server seals for itself opens with the ring, in its own row alone', async () => {
  const server = { ring: [ringKey] as const, row: 'app_token/tenant/client/resource' }
  const sealed = await sealForServer('an application’s token', server)
  expect(Buffer.from(sealed, 'base64url').toString('utf8')).not.toContain('application’s')
  expect(await unsealForServer(sealed, server)).toBe('an application’s token')
  for (const other of [
    { ...server, row: context.row },
    { ...server, ring: [key()] as const },
  ]) {
    await expect(unsealForServer(sealed, other)).rejects.toBeInstanceOf(UnsealError)
  }
})

it('a renewed outer layer says as before whether there is an inner one', async () => {
  const ring = [key(), ringKey] as const
  const ofSession = await rewrap(await seal('a', context), { ring, row: context.row })
  const ofServer = await rewrap(await sealForServer('a', context), { ring, row: context.row })
  expect(decodeProtectedHeader(ofSession ?? '').cty).toBe('JWE')
  expect(decodeProtectedHeader(ofServer ?? '').cty).toBeUndefined()
})
