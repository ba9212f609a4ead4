import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { CertificateError, parseCertificatePairs, rankPairs } from './certificate-pairs.ts'
import { createSamplePem } from './certificate-sample.ts'

const [one, other] = [
  { key: '', certificate: '' },
  { key: '', certificate: '' },
]
beforeAll(async () => {
  for (const pair of [one, other]) {
    const pem = await createSamplePem()
    const from = pem.indexOf('-----BEGIN CERTIFICATE')
    Object.assign(pair, { key: pem.slice(0, from), certificate: pem.slice(from) })
  }
})

it.each<[string, () => string]>([
  ['keys first', () => [one.key, other.key, other.certificate, one.certificate].join('\n')],
  ['certificates first', () => [other.certificate, one.certificate, one.key, other.key].join('')],
  [
    'words between, and other line ends',
    () =>
      ['Bag Attributes\n', other.key, 'x\n', one.certificate, one.key, other.certificate]
        .join('# a remark\n')
        .replaceAll('\n', '\r\n'),
  ],
])('keys find their certificates in any order: %s', (_case, toPem) => {
  const pairs = parseCertificatePairs(toPem())
  expect(pairs).toHaveLength(2)
  for (const { certificate, privateKey } of pairs) {
    expect(certificate.checkPrivateKey(privateKey)).toBe(true)
  }
  const expected = [one, other].map((pair) => new X509Certificate(pair.certificate).fingerprint256)
  expect(pairs.map(({ certificate }) => certificate.fingerprint256).sort()).toEqual(expected.sort())
})

it('a key of the older form is read, and an issuer’s certificate let pass', () => {
  const older = createPrivateKey(one.key).export({ type: 'pkcs1', format: 'pem' })
  expect(parseCertificatePairs(`${older}${one.certificate}${other.certificate}`)).toHaveLength(1)
})

it.each<[string, () => string, RegExp]>([
  ['nothing', () => '', /no PRIVATE KEY/],
  ['no key', () => one.certificate, /no PRIVATE KEY/],
  ['no certificate', () => one.key, /no CERTIFICATE/],
  ['a key of another certificate', () => one.key + other.certificate, /belong together/],
  ['a second key without its certificate', () => one.key + one.certificate + other.key, /belong/],
  ['half a key behind a pair', () => one.key + one.certificate + other.key.slice(0, 300), /ends/],
  ['half a certificate', () => one.key + one.certificate.slice(0, 300), /ends within a block/],
  ['half a certificate before others', () => one.certificate.slice(0, 300) + one.key, /ends/],
  ['rubbish for a key', () => one.key.replace(/[a-z]/g, 'A') + one.certificate, /cannot be read/],
  ['an encrypted key', () => encrypt(one.key) + one.certificate, /must not be encrypted/],
  ['a key that is not RSA', () => createEcKey() + one.certificate, /not RSA/],
])('a text with %s is refused', (_case, toPem, message) => {
  const parse = () => parseCertificatePairs(toPem())
  expect(parse).toThrow(CertificateError)
  expect(parse).toThrow(message)
})

it('of the pairs that are valid already, the one that expires last comes first', () => {
  const day = (number: number) => new Date(Date.UTC(2026, 0, number))
  const pair = (name: string, from: number, until: number) => ({
    name,
    notBefore: day(from),
    notAfter: day(until),
  })
  const pairs = [
    pair('expired', 1, 5),
    pair('short', 1, 20),
    pair('long', 1, 30),
    pair('not yet', 15, 60),
  ]
  const rank = (number: number) => rankPairs(pairs, day(number)).map(({ name }) => name)
  expect(rank(10)).toEqual(['long', 'short', 'not yet', 'expired'])
  expect(rank(15)).toEqual(['not yet', 'long', 'short', 'expired'])
  expect(rank(30)[0]).toBe('not yet')
})

function encrypt(key: string): string {
  return createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString()
}

function createEcKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
