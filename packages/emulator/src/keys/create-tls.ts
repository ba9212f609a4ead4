// @peculiar/x509 finds its algorithms through tsyringe, which does not load without this polyfill.
import 'reflect-metadata'
import { createPrivateKey, randomBytes } from 'node:crypto'
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const day = 86_400_000

export interface Tls {
  /** PEM; what a client has to trust. */
  ca: string
  /** PEM; for `127.0.0.1` and `localhost`, signed by the CA. */
  cert: string
  /** PKCS #8 PEM. */
  key: string
}

const createValidity = () => ({
  serialNumber: `01${randomBytes(15).toString('hex')}`,
  notBefore: new Date(Date.now() - day),
  notAfter: new Date(Date.now() + 90 * day),
  signingAlgorithm: algorithm,
})

/**
 * A certificate for loopback and the authority that signed it, both made for this process. The authority's key is
 * thrown away at once, so trusting its file trusts this one certificate.
 */
export async function createTls(): Promise<Tls> {
  const createKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const [authority, server] = await Promise.all([createKeys(), createKeys()])
  const issuer = 'CN=Demo tenant CA'
  const ca = await X509CertificateGenerator.createSelfSigned({
    ...createValidity(),
    name: issuer,
    keys: authority,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  })
  const certificate = await X509CertificateGenerator.create({
    ...createValidity(),
    subject: 'CN=127.0.0.1',
    issuer,
    publicKey: server.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new BasicConstraintsExtension(false),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
    ],
  })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', server.privateKey))
  return {
    ca: ca.toString('pem'),
    cert: certificate.toString('pem'),
    key: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
      .export({ format: 'pem', type: 'pkcs8' })
      .toString(),
  }
}
