import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ensureAdhocCertificate } from './adhoc-certificate.ts'
import { ConfigError } from './config-error.ts'
import { loadConfig } from './load-config.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NO_FILE = '/nowhere/tls.pem'

const createFolder = () => mkdtempSync(join(tmpdir(), 'vestibule-tls-'))

const complete = (more: Record<string, string> = {}) => ({
  DATA_DIR: createFolder(),
  ENTRA_AUTHORITY: 'https://login.microsoftonline.com/contoso.com',
  ENTRA_CLIENT_ID: 'a0000000-7e57-4000-8000-000000000001',
  ENTRA_CLIENT_SECRET: 'secret',
  ...more,
})

async function problemsOf(more: Record<string, string>): Promise<readonly string[]> {
  const error = await loadConfig(complete(more)).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ConfigError)
  return (error as ConfigError).problems
}

/** A key and a certificate in files of their own. */
async function createFiles(now = new Date()) {
  const folder = createFolder()
  const at = (name: string) => join(folder, name)
  const files = { caFile: at('ca.pem'), pairFile: at('pair.pem') }
  const { cert, key } = await ensureAdhocCertificate(files, 'localhost', now)
  writeFileSync(at('cert.pem'), cert)
  writeFileSync(at('key.pem'), key)
  return { TLS_CERT_FILE: at('cert.pem'), TLS_KEY_FILE: at('key.pem') }
}

let one: Awaited<ReturnType<typeof createFiles>>
let other: typeof one
let old: typeof one
beforeAll(async () => {
  one = await createFiles()
  other = await createFiles()
  old = await createFiles(new Date(Date.now() - 400 * DAY_MS))
})

it('without a word nothing is made, and the origin is http', async () => {
  const { config, secrets } = await loadConfig(complete())
  expect([config.tls, config.appOrigin]).toEqual(['off', 'http://localhost:3000'])
  expect(secrets.tls).toBeUndefined()
})

it('with TLS the origin is https unless it is named, and needs no proxy', async () => {
  for (const more of [{ TLS: 'adhoc' }, one]) {
    const { config } = await loadConfig(complete({ PORT: '3443', ...more }))
    expect(config.appOrigin).toBe('https://localhost:3443')
    expect(config.trustProxy).toBe(false)
  }
})

const REFUSED: [string, () => Record<string, string>, string[]][] = [
  ['another word', () => ({ TLS: 'on' }), ['TLS must be one of off, adhoc, not on.']],
  ['adhoc beside files', () => ({ TLS: 'adhoc', ...one }), ['TLS=adhoc contradicts']],
  ['off beside files', () => ({ TLS: 'off', ...one }), ['TLS=off contradicts']],
  [
    'a certificate alone',
    () => ({ TLS_CERT_FILE: one.TLS_CERT_FILE }),
    ['TLS_KEY_FILE is missing'],
  ],
  ['a key alone', () => ({ TLS_KEY_FILE: one.TLS_KEY_FILE }), ['TLS_CERT_FILE is missing']],
  [
    'an http origin',
    () => ({ TLS: 'adhoc', APP_ORIGIN: 'http://localhost:3000' }),
    ['APP_ORIGIN begins with http:// but TLS is on'],
  ],
  [
    'an https origin without TLS and without a proxy',
    () => ({ APP_ORIGIN: 'https://vestibule.example' }),
    ['TLS or TRUST_PROXY is missing'],
  ],
  [
    'a file that is not there',
    () => ({ ...one, TLS_CERT_FILE: NO_FILE }),
    [`TLS_CERT_FILE names ${NO_FILE}, which cannot be read.`],
  ],
  [
    'a key where the certificate belongs',
    () => ({ ...one, TLS_CERT_FILE: join(import.meta.dirname, 'read-tls.ts') }),
    ['which holds no certificate in PEM.'],
  ],
  [
    'a certificate where the key belongs',
    () => ({ ...one, TLS_KEY_FILE: join(import.meta.dirname, 'read-tls.ts') }),
    ['which holds no private key in PEM, or one that is encrypted.'],
  ],
  [
    'another certificate’s key',
    () => ({ ...one, TLS_KEY_FILE: other.TLS_KEY_FILE }),
    ['which is not the key of'],
  ],
  ['a certificate that has expired', () => old, ['which expired on']],
]
it.each(REFUSED)('%s is refused in one sentence', async (_case, toVariables, sentences) => {
  const problems = await problemsOf(toVariables())
  expect(problems).toEqual(sentences.map((text) => expect.stringContaining(text)))
  for (const problem of problems) expect(problem).toMatch(/^[A-Z].*\.$/)
})

it('production is refused a certificate made here', async () => {
  const problems = await problemsOf({ NODE_ENV: 'production', TLS: 'adhoc' })
  expect(problems).toEqual([expect.stringContaining('TLS=adhoc is for trying')])
})

describe('a certificate made here', () => {
  const createKept = () => {
    const folder = createFolder()
    return { caFile: join(folder, 'tls-ca.pem'), pairFile: join(folder, 'tls.pem') }
  }

  it('is for this machine and the host of the origin, and signed by the authority beside it', async () => {
    const files = createKept()
    const { cert } = await ensureAdhocCertificate(files, 'vestibule.test')
    const certificate = new X509Certificate(cert)
    const authority = new X509Certificate(readFileSync(files.caFile))
    expect(certificate.verify(authority.publicKey)).toBe(true)
    for (const name of ['localhost', 'vestibule.test']) {
      expect(certificate.checkHost(name)).toBe(name)
    }
    for (const address of ['127.0.0.1', '::1']) {
      expect(certificate.checkIP(address)).toBe(address)
    }
    // It may sign for nobody else.
    expect([authority.ca, certificate.ca]).toEqual([true, false])
    expect(readFileSync(files.caFile, 'utf8')).not.toContain('PRIVATE KEY')
  })

  it('is kept for its owner’s eyes alone, so that a browser is told once', async () => {
    const { DATA_DIR, ...env } = complete({ TLS: 'adhoc' })
    const first = await loadConfig({ DATA_DIR, ...env })
    const second = await loadConfig({ DATA_DIR, ...env })
    expect(new X509Certificate(second.secrets.tls?.pair.cert ?? '').fingerprint256).toBe(
      new X509Certificate(first.secrets.tls?.pair.cert ?? '').fingerprint256,
    )
    for (const name of ['tls.pem', 'tls-ca.pem']) {
      expect(statSync(join(DATA_DIR, name)).mode & 0o077).toBe(0)
    }
  })

  it('is made anew a month before its end, for another host, and where it is broken', async () => {
    const files = createKept()
    const seen = new Set<string>()
    const make = async (host: string, days = 0) => {
      const now = new Date(Date.now() + days * DAY_MS)
      const { cert } = await ensureAdhocCertificate(files, host, now)
      seen.add(new X509Certificate(cert).fingerprint256)
    }
    await make('localhost')
    await make('localhost', 330)
    expect(seen.size).toBe(1)
    await make('localhost', 336)
    expect(seen.size).toBe(2)
    await make('[::2]')
    await make('localhost')
    expect(seen.size).toBe(3)
    writeFileSync(files.pairFile, 'nothing')
    await make('localhost')
    expect(seen.size).toBe(4)
  })
})
