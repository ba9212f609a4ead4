import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type Emulator } from '@vestibule/emulator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let emulator: Emulator
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-'))
  emulator = await createEmulator({
    port: 0,
    users: 0,
    tls: 'adhoc',
    caFile: join(folder, 'ca.pem'),
  })
})
afterAll(async () => {
  await emulator.close()
  await rm(folder, { recursive: true })
})

function read(url: string, ca?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { ...(ca !== undefined && { ca }) }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve(text))
    }).on('error', reject)
  })
}

describe('https', () => {
  test('a client that trusts the CA file reaches the tenant by address and by name', async () => {
    const ca = await readFile(join(folder, 'ca.pem'), 'utf8')
    expect(ca).toBe(emulator.ca)
    expect(emulator.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    const path = '/.well-known/openid-configuration'
    const metadata = JSON.parse(await read(emulator.authority + path, ca))
    expect(metadata.issuer).toBe(emulator.authority)
    const byName = emulator.authority.replace('127.0.0.1', 'localhost')
    expect(JSON.parse(await read(byName + path, ca)).issuer).toBe(emulator.authority)
  })

  test('a client that does not trust it refuses the certificate', async () => {
    await expect(read(`${emulator.url}/_emulator`)).rejects.toThrow(/certificate/)
  })
})
