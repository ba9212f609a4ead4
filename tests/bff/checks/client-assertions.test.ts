import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClientCertificate } from '@vestibule/emulator'
import { decodeJwt } from 'jose'
import { type CustomFetch, customFetch } from 'openid-client'
import { expect, it } from 'vitest'
import { startWorld, type World } from '../../helpers/world.ts'

const MAX_LIFE_SECONDS = 10 * 60

/** What the application proves itself with, in each request to the token endpoint from now on. */
function recordAssertions({ context: { authority } }: World): string[] {
  const { getConfiguration } = authority
  const assertions: string[] = []
  authority.getConfiguration = async () => {
    const configuration = await getConfiguration()
    // The server always has its own.
    const send = configuration[customFetch] as CustomFetch
    configuration[customFetch] = (address, options) => {
      const { body } = options
      if (body instanceof URLSearchParams) {
        expect(body.has('client_secret')).toBe(false)
        assertions.push(String(body.get('client_assertion')))
      }
      return send(address, options)
    }
    return configuration
  }
  return assertions
}

it('each request to the token endpoint has an assertion of its own, for that endpoint and ten minutes at most', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vestibule-assertions-'))
  const file = join(folder, 'client.pem')
  const { certificate, privateKey } = await createClientCertificate('Vestibule')
  writeFileSync(file, certificate + privateKey, { mode: 0o600 })
  await using world = await startWorld({
    users: 0,
    env: { ENTRA_CLIENT_SECRET: '', ENTRA_CLIENT_CERTIFICATE_FILE: file },
  })
  const assertions = recordAssertions(world)
  // The tenant does not know the certificate: each sign-in ends there, after it was shown.
  for (let round = 0; round < 5; round += 1) await world.visit().signIn('Ada Admin')
  rmSync(folder, { recursive: true })
  expect(assertions).toHaveLength(5)
  expect(new Set(assertions.map((assertion) => decodeJwt(assertion).jti)).size).toBe(5)
  const metadata = (await world.context.authority.getConfiguration()).serverMetadata()
  for (const assertion of assertions) {
    const { iss, sub, aud, iat = 0, exp = 0, jti } = decodeJwt(assertion)
    expect([iss, sub]).toEqual([world.emulator.webClientId, world.emulator.webClientId])
    expect(aud).toBe(metadata.token_endpoint)
    expect(String(jti).length).toBeGreaterThanOrEqual(22)
    expect(exp - iat).toBeGreaterThan(0)
    expect(exp - iat).toBeLessThanOrEqual(MAX_LIFE_SECONDS)
    expect(Math.abs(Date.now() / 1000 - iat)).toBeLessThan(60)
  }
})
