// @peculiar/x509 finds its algorithms through tsyringe, which does not load without this polyfill.
import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import { X509CertificateGenerator } from '@peculiar/x509'

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
}
const day = 86_400_000

export interface Certificate {
  /** The certificate as DER. */
  der: Buffer
  privateKey: CryptoKey
  publicKey: CryptoKey
}

export interface Validity {
  /** Yesterday by default. */
  notBefore?: Date
  /** In two years by default. */
  notAfter?: Date
}

/** A new RSA-2048 key with a certificate it signed itself. */
export async function createCertificate(
  commonName: string,
  { notBefore, notAfter }: Validity = {},
): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    keys,
    signingAlgorithm: algorithm,
    // A leading zero bit keeps the serial number positive (RFC 5280 4.1.2.2).
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    notBefore: notBefore ?? new Date(Date.now() - day),
    notAfter: notAfter ?? new Date(Date.now() + 730 * day),
  })
  return {
    der: Buffer.from(certificate.rawData),
    privateKey: keys.privateKey,
    publicKey: keys.publicKey,
  }
}
