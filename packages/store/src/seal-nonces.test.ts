import { randomBytes } from 'node:crypto'
import { compactDecrypt } from 'jose'
import { expect, it } from 'vitest'
import { rewrap, type SealContext, seal } from './seal.ts'

const TIMES = 10_000
const TOGETHER = 100
const [newest, older, sessionKey] = [randomBytes(32), randomBytes(32), randomBytes(32)]
const context: SealContext = { ring: [newest], sessionKey, row: 'session-1/refresh_token/' }

/** The nonce of a JWE in its compact form (RFC 7516, 7.1): 96 bits, the third of its parts. */
const readNonce = (jwe: string) => String(jwe.split('.')[2])

it('ten thousand seals of one value share no nonce, in neither layer', async () => {
  const nonces = { outer: new Set<string>(), inner: new Set<string>() }
  const sealOne = async () => {
    const outer = await seal('a refresh token', context)
    const { plaintext } = await compactDecrypt(outer, newest)
    nonces.outer.add(readNonce(outer))
    nonces.inner.add(readNonce(new TextDecoder().decode(plaintext)))
  }
  for (let turn = 0; turn < TIMES / TOGETHER; turn += 1) {
    await Promise.all(Array.from({ length: TOGETHER }, sealOne))
  }
  expect([nonces.outer.size, nonces.inner.size]).toEqual([TIMES, TIMES])
  expect(nonces.outer.intersection(nonces.inner).size).toBe(0)
  for (const nonce of [...nonces.outer, ...nonces.inner]) expect(nonce).toMatch(/^[\w-]{16}$/)
})

it('a seal that is renewed has a new nonce each time', async () => {
  const sealed = await seal('a refresh token', { ...context, ring: [older] })
  const renewed = new Set<string>([readNonce(sealed)])
  for (let turn = 0; turn < 1000; turn += 1) {
    const outer = await rewrap(sealed, { ring: [newest, older], row: context.row })
    renewed.add(readNonce(String(outer)))
  }
  expect(renewed.size).toBe(1001)
})
